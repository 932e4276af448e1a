//! The claims from which the requirements `scope = ..` and `role = ..` of a route read a token's scopes and roles.

use crate::{entity::EntityRef, policy::RolesClaim};

/// The configured claims with scopes and roles, in the tokens of one signer (the application or another issuer).
/// The requirements `scope = ..` and `role = ..` of a route read these claims.
#[derive(Clone, Debug)]
pub(crate) struct ClaimNames {
    /// The claim with the scopes. `None` if the signer is not the application but another issuer, and no such claim
    /// is configured for this issuer; tokens of the issuer then have no scopes.
    pub(crate) scope: Option<Box<str>>,
    /// The claim with the roles; `None` if no such claim is configured, so that a caller can only have the roles of
    /// the loaded entity (`#[entity(roles = ..)]`).
    pub(crate) roles: Option<RolesClaim>,
}

/// Which claims contain the scopes and the roles: in the tokens that the application signs, and in the tokens of
/// each other issuer.
#[derive(Clone, Debug)]
pub(crate) struct ClaimSources {
    /// The claims with scopes and roles, in the tokens that the application signs.
    pub(crate) own: ClaimNames,
    /// Whether the application has a key, so that it accepts tokens which it signed itself.
    has_own_tokens: bool,
    /// The claims with scopes and roles, in the tokens of other issuers: one item for each issuer.
    pub(crate) others: Vec<OtherClaims>,
}

/// The claims with scopes and roles, in the tokens of another issuer.
#[derive(Clone, Debug)]
pub(crate) struct OtherClaims {
    pub(crate) names: ClaimNames,
    /// The entity types, such as `User`, that tokens of this issuer can name.
    pub(crate) entities: Vec<EntityRef>,
}

/// The position of an issuer in [`ClaimSources::others`], by which the guard finds the names of the claims in the
/// tokens of this issuer.
#[cfg(feature = "jwks")]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimSource(usize);

#[cfg(feature = "jwks")]
impl ClaimSource {
    pub(crate) const fn new(position: usize) -> Self {
        Self(position)
    }

    pub(crate) const fn get(self) -> usize {
        self.0
    }
}

impl ClaimSources {
    pub(crate) const fn new(
        own: ClaimNames,
        has_own_tokens: bool,
        others: Vec<OtherClaims>,
    ) -> Self {
        Self {
            own,
            has_own_tokens,
            others,
        }
    }

    /// Returns whether tokens that name this entity type, such as `User`, can have roles. They can if the application
    /// accepts its own tokens and a claim with roles is configured for these tokens, or if such a claim is configured
    /// for another issuer whose tokens name the type.
    pub(crate) fn have_roles(&self, entity: EntityRef) -> bool {
        self.some_signer(entity, |names| names.roles.is_some())
    }

    /// Returns whether tokens that name this entity type, such as `User`, can have scopes. They can if the application
    /// accepts its own tokens, for which a claim with scopes is always configured, or if such a claim is configured
    /// for another issuer whose tokens name the type.
    pub(crate) fn have_scopes(&self, entity: EntityRef) -> bool {
        self.some_signer(entity, |names| names.scope.is_some())
    }

    /// Returns whether `has` returns `true` for the claims of at least one signer (the application or another issuer)
    /// whose tokens can name this entity type.
    fn some_signer(&self, entity: EntityRef, has: impl Fn(&ClaimNames) -> bool) -> bool {
        let mut others = self.others.iter();
        let names_entity =
            |other: &OtherClaims| other.entities.iter().any(|known| known.is_same(entity));
        (self.has_own_tokens && has(&self.own))
            || others.any(|other| has(&other.names) && names_entity(other))
    }
}
