//! The settings that determine which entity a token of an issuer identifies.

use std::sync::Arc;

use super::OidcIssuer;
use crate::{
    entity::{Entity, EntityField, EntityRef, FindBy, IssuerClaims, Lookup, OnUnknown, StoreError},
    issuer::{ClaimCondition, choice::ConfiguredEntity},
};

impl OidcIssuer {
    /// Sets how a token of this issuer identifies an entity: by `claim`, which contains the key of an `E`.
    ///
    /// The claim's JSON value must have exactly the key's type, and must not be empty. The claim `email` is accepted
    /// only together with `"email_verified": true`, and `phone_number` only with `"phone_number_verified": true`. A claim
    /// that users choose, such as `name` or `preferred_username`, is an error of
    /// [`build`](crate::JwtRoutesBuilder::build), and so is the `email` of Google without a condition on `hd`.
    pub fn entity<E: Entity>(self, claim: impl Into<String>) -> Self {
        self.of::<E>(None, Lookup::key(claim))
    }

    /// Adds another entity type `E`, for tokens that meet `condition`. Such a token identifies its entity by `claim`,
    /// which contains the key of an `E`.
    ///
    /// This method distinguishes people and services that have tokens of one issuer. A token that meets the condition
    /// of one entity type identifies that type only. A token that meets no condition identifies the type that was set
    /// without a condition, by [`entity`](Self::entity) for example; without such a type, the token is refused with
    /// 401. A token that meets two conditions is refused with 401, whatever their order.
    ///
    /// With a condition, `claim` may also be `azp`, the client of the token. Choose a condition that only the issuer
    /// can fulfil: users choose their own `nickname`, for example.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{ClaimCondition, JwtRoutes, MemoryStore, OidcIssuer, entity};
    ///
    /// #[entity(table = "users", key = "subject")]
    /// #[derive(Clone)]
    /// struct User { subject: String }
    ///
    /// #[entity(table = "services", key = "client")]
    /// #[derive(Clone)]
    /// struct Service { client: String }
    ///
    /// let jwt = JwtRoutes::builder()
    ///     .entity::<User>(MemoryStore::new([]))
    ///     .entity::<Service>(MemoryStore::new([]))
    ///     .trusted_issuer(
    ///         OidcIssuer::discover("https://tenant.eu.auth0.com/")
    ///             .audience("https://api.example.com")
    ///             .entity::<User>("sub")
    ///             .entity_where::<Service>(ClaimCondition::equals("gty", "client-credentials"), "azp"),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entity_where<E: Entity>(
        self,
        condition: ClaimCondition,
        claim: impl Into<String>,
    ) -> Self {
        self.of::<E>(Some(condition), Lookup::key(claim))
    }

    /// Sets how a token of this issuer identifies an entity: by `claim`, a string that `store` searches for in
    /// `field`.
    ///
    /// The same claims are accepted as by [`entity`](Self::entity).
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
    ///     .trusted_issuer(
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
        self.of::<E>(None, Lookup::field(claim, field, store))
    }

    /// Adds another entity type, for those tokens that meet `condition` as in [`entity_where`](Self::entity_where). The
    /// entity is found as with [`entity_by`](Self::entity_by).
    pub fn entity_by_where<E: Entity>(
        self,
        condition: ClaimCondition,
        claim: impl Into<String>,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        self.of::<E>(Some(condition), Lookup::field(claim, field, store))
    }

    /// Sets how a token of this issuer identifies an entity: by its issuer and subject, which `store` searches
    /// for in `field`.
    ///
    /// The field contains the issuer and the subject as one text, with a space between them:
    /// `https://login.example.com 248289761001`. This distinguishes the users of several issuers, because a `sub` is
    /// unique only within its issuer ([OpenID Connect Core 1.0, section 5.7]). An issuer's name has no white space, so
    /// the text is unambiguous. For an issuer with several names, the text always contains the first name.
    /// [`entra_tenants`](Self::entra_tenants) has an example.
    ///
    /// [OpenID Connect Core 1.0, section 5.7]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    pub fn entity_by_subject<E: Entity>(
        self,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        let lookup = Lookup::subject(self.name(), field, store);
        self.of::<E>(None, lookup)
    }

    /// Adds another entity type, for those tokens that meet `condition` as in [`entity_where`](Self::entity_where). The
    /// entity is found as with [`entity_by_subject`](Self::entity_by_subject).
    pub fn entity_by_subject_where<E: Entity>(
        self,
        condition: ClaimCondition,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        let lookup = Lookup::subject(self.name(), field, store);
        self.of::<E>(Some(condition), lookup)
    }

    /// Declares that this issuer shares its users with the issuer named `other`: the same value of the claim
    /// that identifies the entity means the same user.
    ///
    /// A claim is unique only within its issuer: one `sub`, `oid` or `email` may belong to different persons at
    /// two issuers. [`build`](crate::JwtRoutesBuilder::build) therefore returns an error if two issuers
    /// identify the same entity type by such a claim, unless one of them has this declaration. Use it only for
    /// two issuers with one user directory: each of them can then identify every user of the other.
    ///
    /// `other` is one of the other issuer's names. If the other issuer has several tenants, call this method once for
    /// each tenant.
    pub fn same_users_as(mut self, other: impl Into<String>) -> Self {
        self.same_users_as.push(other.into());
        self
    }

    /// Sets the function that creates the entity of a valid token if the store does not have it, or refuses the token
    /// with `None`.
    ///
    /// Call this method once for each entity type of the issuer's tokens. Without it, a token of an unknown entity is
    /// refused with 401. The function is called before the route's requirements are checked, so it also creates users
    /// who may call only some of the routes, or none.
    ///
    /// Concurrent first requests of one entity share one call of the function within this process. Several processes
    /// may call it at the same time, so insert the row with a unique key, and return the existing row if there is one.
    /// If the function fails or takes longer than five seconds, the response is 503; if it panics, 500. The created
    /// entity has to have the key, or the value in the field, that the token identifies; otherwise the token is refused
    /// with 401.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{IssuerClaims, JwtRoutes, MemoryStore, OidcIssuer, entity};
    ///
    /// #[entity(table = "users", key = "subject")]
    /// #[derive(Clone)]
    /// struct User { subject: String, name: String }
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Profile { sub: String, name: String }
    ///
    /// let users = MemoryStore::<User>::new([]);
    /// let store = users.clone();
    /// let jwt = JwtRoutes::builder()
    ///     .entity::<User>(users)
    ///     .trusted_issuer(
    ///         OidcIssuer::discover("https://login.example.com")
    ///             .audience("my-api")
    ///             .entity::<User>("sub")
    ///             .on_unknown(move |claims: IssuerClaims| {
    ///                 let store = store.clone();
    ///                 async move {
    ///                     // A service has no `name`: its token is refused.
    ///                     let Ok(profile) = claims.claims::<Profile>() else { return Ok(None) };
    ///                     let user = User { subject: profile.sub, name: profile.name };
    ///                     store.insert(user.clone());
    ///                     Ok(Some(user))
    ///                 }
    ///             }),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_unknown<E, F, Fut>(mut self, create: F) -> Self
    where
        E: Entity,
        F: Fn(IssuerClaims) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        let create = Arc::new(OnUnknown::new(create));
        self.on_unknown.push((EntityRef::of::<E>(), create));
        self
    }

    fn of<E: Entity>(mut self, condition: Option<ClaimCondition>, lookup: Lookup) -> Self {
        self.entities.push(ConfiguredEntity {
            entity: EntityRef::of::<E>(),
            lookup,
            condition,
        });
        self
    }
}
