//! The claims from which requirements read scopes and roles.

use crate::{entity::EntityRef, policy::RolesClaim};

/// The configured names of the two claims that requirements read, in the tokens of one signer: the claim with the
/// token's scopes, and the claim with its roles.
#[derive(Clone, Debug)]
pub(crate) struct ClaimNames {
    pub(crate) scope: Box<str>,
    /// The claim with the roles; `None` if no such claim is configured, so that only entities can have roles.
    pub(crate) roles: Option<RolesClaim>,
}

/// The claims with scopes and roles, in the tokens of the application and in those of each other issuer.
#[derive(Clone, Debug)]
pub(crate) struct ClaimSources {
    /// In tokens of the application.
    pub(crate) own: ClaimNames,
    /// In the tokens of other issuers.
    pub(crate) others: Vec<OtherClaims>,
}

/// The claims with scopes and roles, in the tokens of another issuer.
#[derive(Clone, Debug)]
pub(crate) struct OtherClaims {
    pub(crate) names: ClaimNames,
    /// The entities that its tokens name.
    pub(crate) entities: Vec<EntityRef>,
}

/// The position of an issuer in [`ClaimSources::others`].
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
    /// Returns whether some token that names this entity may have its roles in a claim.
    pub(crate) fn have_roles(&self, entity: EntityRef) -> bool {
        let of_entity = |other: &OtherClaims| {
            other.names.roles.is_some() && other.entities.iter().any(|known| known.is_same(entity))
        };
        self.own.roles.is_some() || self.others.iter().any(of_entity)
    }
}
