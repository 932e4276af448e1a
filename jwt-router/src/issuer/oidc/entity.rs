//! The settings that determine the entity of an issuer's tokens.

use std::sync::Arc;

use super::OidcIssuer;
use crate::{
    entity::{Entity, EntityField, EntityRef, FindBy, Finder, Lookup},
    issuer::IssuerNames,
};

impl OidcIssuer {
    /// Sets how a token of this issuer identifies an entity: by `claim`, which contains the key of an `E`.
    ///
    /// The claim's JSON value must have exactly the key's type. The claim `email` is accepted only together
    /// with `"email_verified": true`.
    pub fn entity<E: Entity>(self, claim: impl Into<String>) -> Self {
        self.of::<E>(Lookup::Key {
            claim: claim.into(),
        })
    }

    /// Sets how a token of this issuer identifies an entity: by `claim`, a string that `store` searches for in
    /// `field`.
    ///
    /// The claim `email` is accepted only together with `"email_verified": true`.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{EntityField, JwtRoutes, MemoryStore, OidcIssuer, entity};
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64, mail: String }
    ///
    /// let users = MemoryStore::<User>::new([]);
    /// let mail = EntityField::new("mail", |user: &User| &user.mail);
    /// let jwt = JwtRoutes::builder()
    ///     .entity::<User>(users.clone())
    ///     .issuer_of(
    ///         OidcIssuer::discover("https://login.example.com")
    ///             .audience("my-api")
    ///             .entity_by("email", mail, users),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entity_by<E: Entity>(
        self,
        claim: impl Into<String>,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        self.of::<E>(Lookup::Field {
            claim: claim.into(),
            finder: Finder::new(field, Arc::new(store)),
        })
    }

    /// Sets how a token of this issuer identifies an entity: by its issuer and subject, which `store` searches
    /// for in `field`.
    ///
    /// The field contains both as one text, with a space between them:
    /// `https://login.example.com 248289761001`. This distinguishes the users of several issuers, because a
    /// `sub` is unique only within its issuer ([OpenID Connect Core 1.0, section 5.7]). An issuer's name has no
    /// white space, so the text is unambiguous. For an issuer with several names, the text always contains the
    /// first one. [`entra_tenants`](Self::entra_tenants) has an example.
    ///
    /// [OpenID Connect Core 1.0, section 5.7]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    pub fn entity_by_subject<E: Entity>(
        self,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        let first = self.issuers.first();
        let issuer = first.map_or("", IssuerNames::first).to_owned();
        self.of::<E>(Lookup::Subject {
            issuer,
            finder: Finder::new(field, Arc::new(store)),
        })
    }

    /// Declares that this issuer shares its users with the issuer named `other`: the same value of the claim
    /// that identifies the entity means the same user.
    ///
    /// A claim is unique only within its issuer: one `sub`, `oid` or `email` may belong to different persons at
    /// two issuers. [`build`](crate::JwtRoutesBuilder::build) therefore returns an error if two issuers
    /// identify the same entity type by such a claim, unless one of them has this declaration. Use it only for
    /// two issuers with one user directory: each of them can then identify every user of the other.
    pub fn same_users_as(mut self, other: impl Into<String>) -> Self {
        self.same_users_as.push(other.into());
        self
    }

    fn of<E: Entity>(mut self, lookup: Lookup) -> Self {
        self.entity = Some((EntityRef::of::<E>(), lookup));
        self
    }
}
