use std::{fmt, ops::Deref, sync::Arc, time::SystemTime};

use serde::de::DeserializeOwned;

use crate::entity::{Caller, ClaimsError, Entity, EntityRef, UntilEnd, Watching};

/// The caller of a route, as a handler's argument: the verified token and the entity that it identifies.
///
/// `G<User>` contains the loaded `User` and dereferences to it, so that a handler can use the fields and methods of
/// `User`, and the accessor that is named after the table: `g.users()`. A request with a token of another table is
/// refused with 403. `G` without a type parameter accepts every entity: see [`G::get`].
///
/// On a public route, take `Option<G<..>>`, which is `None` for a request without a token. A public route with this
/// argument also refuses a request with an invalid token with 401.
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::prelude::*;
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone)]
/// struct User { user_id: i64, name: String }
///
/// #[protected(GET, "/me")]
/// async fn me(g: G<User>) -> String {
///     g.users().name.clone()
/// }
///
/// #[whitelist(GET, "/feed")]
/// async fn feed(g: Option<G<User>>) -> String {
///     g.map_or_else(|| "hello".to_owned(), |g| format!("hello {}", g.name))
/// }
/// ```
// `E` has no bound here, but only where a `G` is created or extracted. With a bound here, rustc would report a type
// that is not an entity at each mention of `G<E>` in a function, and before the attribute's error.
#[derive(Clone)]
pub struct G<E: 'static = AnyEntity> {
    pub(super) entity: HeldEntity<E>,
    pub(super) caller: Caller,
    pub(super) guard: Arc<dyn Watching>,
}

/// The entity in a `G`: one that was loaded for this request, or the constant [`AnyEntity`].
#[derive(Clone)]
pub(super) enum HeldEntity<E: 'static> {
    Loaded(Arc<E>),
    Constant(&'static E),
}

/// A type that [`G`] can have as its parameter: an [`Entity`], or [`AnyEntity`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "no token identifies this type",
    note = "put `#[entity(table = \"..\", key = \"..\")]` on `{Self}`"
)]
pub trait CallerEntity: sealed::SealedIdentity + Send + Sync + 'static {
    /// The description of the entity type; `None` for [`AnyEntity`].
    #[doc(hidden)]
    const ENTITY: Option<EntityRef>;
}

/// The default type parameter of [`G`]: `G` is short for `G<AnyEntity>`, which accepts the callers of every entity
/// type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AnyEntity;

impl<E: Entity> CallerEntity for E {
    const ENTITY: Option<EntityRef> = Some(EntityRef::of::<E>());
}

impl CallerEntity for AnyEntity {
    const ENTITY: Option<EntityRef> = None;
}

mod sealed {
    #[expect(unnameable_types, reason = "only this crate says what a `G` can hold")]
    pub trait SealedIdentity {}
    impl<E: super::Entity> SealedIdentity for E {}
    impl SealedIdentity for super::AnyEntity {}
}

impl<E: CallerEntity> G<E> {
    /// Returns the table of the caller's entity, which is the claim `table_name` of the token.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    ///
    /// #[protected(GET, "/session")]
    /// async fn session(g: G) -> String {
    ///     let id = g.token_id().unwrap_or_default();
    ///     format!("token {id} of the table {}, until {:?}", g.table(), g.expires_at())
    /// }
    /// ```
    #[must_use]
    pub fn table(&self) -> &'static str {
        self.caller.table.table()
    }

    /// Deserializes the registered and the extra claims of the token into a type of the application.
    ///
    /// # Errors
    ///
    /// Returns an error when the claims do not deserialize into `C`.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::http::StatusCode;
    /// use jwt_router::prelude::*;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Tenant { tenant: String }
    ///
    /// #[protected(GET, "/tenant")]
    /// async fn tenant(g: G) -> Result<String, StatusCode> {
    ///     let claims: Tenant = g.claims().map_err(|_| StatusCode::FORBIDDEN)?;
    ///     Ok(claims.tenant)
    /// }
    /// ```
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        self.caller.claims()
    }

    /// Returns the claim `jti`, the identifier of the token ([RFC 7519, section 4.1.7]); `None` for a token of
    /// flask-jwt-router, which does not write the claim.
    ///
    /// [RFC 7519, section 4.1.7]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7
    #[must_use]
    pub fn token_id(&self) -> Option<String> {
        self.caller.token_id()
    }

    /// Returns the time at which the token expires: the claim `exp` ([RFC 7519, section 4.1.4]).
    ///
    /// [RFC 7519, section 4.1.4]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.caller.expires_at()
    }

    /// Returns a future that resolves when the caller may no longer use the route, so that a handler can then close an
    /// open stream. It resolves when the token expires, when the token's session ends, when the entity no longer
    /// exists, and when the [version](Entity::token_version) of the entity's tokens changes. Its output is the reason.
    ///
    /// A token has expired when the guard would refuse it: at its expiry plus the leeway. The future looks up the
    /// session and the entity every 30 seconds, or as often as
    /// [`check_streams_every`](crate::JwtRoutesBuilder::check_streams_every) sets. It does not look up the session if
    /// [`check_sessions`](crate::JwtRoutesBuilder::check_sessions) is `Never`, nor the entity if the route is
    /// `claims_only`. If a store fails, the next look-up follows after the same interval. After two failures in a row,
    /// the future resolves to [`Ended::Unverified`](crate::Ended::Unverified).
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(GET, "/wait")]
    /// async fn wait(g: G<User>) -> String {
    ///     g.until_end().await.to_string() // "the session has ended"
    /// }
    /// ```
    ///
    /// [The guide](crate::guide::sessions#websockets-and-event-streams) has examples with a WebSocket and an event
    /// stream.
    pub fn until_end(&self) -> UntilEnd {
        Arc::clone(&self.guard).watch(&self.caller, self.key_json())
    }

    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }
}

impl G<AnyEntity> {
    /// Converts a caller, whom `guard` let in, into a `G` for any entity type.
    pub(crate) const fn any(caller: Caller, guard: Arc<dyn Watching>) -> Self {
        Self {
            entity: HeldEntity::Constant(&AnyEntity),
            caller,
            guard,
        }
    }

    /// Returns the key of the caller's entity; `None` if the token does not name an entity of the type `E`.
    ///
    /// The key is available on a `claims_only` route too, which does not load the entity.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64 }
    ///
    /// #[protected(GET, "/id", claims_only)]
    /// async fn id(g: G) -> String {
    ///     g.key::<User>().map_or_else(String::new, |id| id.to_string())
    /// }
    /// ```
    #[must_use]
    pub fn key<E: Entity>(&self) -> Option<E::Key> {
        self.caller.key::<E>()
    }

    /// Returns the loaded entity. Returns `None` if the entity is not an `E`, or if the route is `claims_only`, which
    /// loads no entity.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64, name: String }
    ///
    /// #[protected(GET, "/name")]
    /// async fn name(g: G) -> String {
    ///     g.get::<User>().map_or_else(String::new, |user| user.name.clone())
    /// }
    /// ```
    #[must_use]
    pub fn get<E: Entity>(&self) -> Option<&E> {
        self.caller.entity.as_ref()?.downcast_ref()
    }
}

impl<E: Entity> G<E> {
    /// Converts a caller, whom `guard` let in, into a `G<E>`. Returns `None` if the caller's entity is not an `E`, or
    /// was not loaded.
    ///
    /// The entity is moved out of the caller, because a second reference count for the entity would cost as much as
    /// the one for the guard.
    pub(crate) fn typed(mut caller: Caller, guard: Arc<dyn Watching>) -> Option<Self> {
        let entity = HeldEntity::Loaded(caller.entity.take()?.downcast().ok()?);
        Some(Self {
            entity,
            caller,
            guard,
        })
    }

    /// Returns the loaded entity by value.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::Json;
    /// use jwt_router::prelude::*;
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone, serde::Serialize)]
    /// struct User { id: i64 }
    ///
    /// #[protected(GET, "/me")]
    /// async fn me(g: G<User>) -> Json<User> {
    ///     Json(g.into_inner())
    /// }
    /// ```
    #[must_use]
    pub fn into_inner(self) -> E {
        match self.entity {
            HeldEntity::Loaded(entity) => Arc::unwrap_or_clone(entity),
            HeldEntity::Constant(entity) => entity.clone(),
        }
    }
}

impl<E: Entity> Deref for G<E> {
    type Target = E;

    fn deref(&self) -> &E {
        match &self.entity {
            HeldEntity::Loaded(entity) => entity,
            HeldEntity::Constant(entity) => entity,
        }
    }
}

impl<E: CallerEntity> fmt::Debug for G<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("G")
            .field("table", &self.table())
            .finish_non_exhaustive()
    }
}
