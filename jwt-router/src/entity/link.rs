use std::{fmt, ops::Deref, sync::Arc, time::SystemTime};

use serde::de::DeserializeOwned;

use crate::entity::{Caller, ClaimsError, Entity};

/// The caller of a route with `purpose = ".."`, as a handler's argument: the verified link, a token for one purpose,
/// and the entity that it names.
///
/// A route with `purpose = "reset-password"` takes the links of
/// [`JwtRoutes::link(&user, "reset-password")`](crate::JwtRoutes::link) and no other tokens. The handler and the
/// predicate of such a route take `Link<User>`, which dereferences to the loaded `User`. A [`G<User>`](crate::G) on
/// this route does not compile, because a link is no login. A `Link<User>` on any other route does not compile either.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::{Json, extract::State, http::StatusCode};
/// use jwt_router::prelude::*;
/// # #[derive(Clone)]
/// # struct Db;
/// # impl Db { async fn set_password(&self, id: i64, password: String) -> Result<(), StatusCode> { Ok(()) } }
///
/// #[entity(table = "users", token_version = Self::token_version)]
/// #[derive(Clone)]
/// struct User { id: i64, token_version: i64 }
///
/// impl User {
///     fn token_version(&self) -> i64 { self.token_version }
/// }
///
/// #[protected(POST, "/password", purpose = "reset-password")]
/// async fn set_password(
///     link: Link<User>,
///     State(db): State<Db>,
///     Json(password): Json<String>,
/// ) -> Result<StatusCode, StatusCode> {
///     // The same statement raises `token_version`, so that the link is spent and every session ends.
///     db.set_password(link.id, password).await?;
///     Ok(StatusCode::NO_CONTENT)
/// }
/// ```
#[derive(Clone)]
pub struct Link<E: 'static> {
    entity: Arc<E>,
    caller: Caller,
}

impl<E: Entity> Link<E> {
    /// Converts the caller into a `Link<E>`. Returns `None` if the caller's entity is not an `E`, or was not loaded.
    pub(crate) fn typed(caller: Caller) -> Option<Self> {
        let entity = Arc::clone(caller.entity.as_ref()?).downcast().ok()?;
        Some(Self { entity, caller })
    }

    /// Returns the loaded entity by value.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    ///
    /// # #[entity(table = "users", token_version = Self::version)]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # impl User { fn version(&self) -> i64 { 0 } }
    /// #[protected(POST, "/log-in", purpose = "log-in")] // a log-in by mail, without a password
    /// async fn log_in(link: Link<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    ///     let user = link.into_inner();
    ///     jwt.create_token(&user)
    /// }
    /// ```
    #[must_use]
    pub fn into_inner(self) -> E {
        let Self { entity, caller } = self;
        drop(caller);
        Arc::unwrap_or_clone(entity)
    }

    /// Deserializes the registered and the extra claims of the link into a type of the application.
    ///
    /// # Errors
    ///
    /// Returns an error when the claims do not deserialize into `C`.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::http::StatusCode;
    /// use jwt_router::{LinkToken, prelude::*};
    /// use serde::{Deserialize, Serialize};
    /// # #[entity(table = "users", token_version = Self::version)]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # impl User { fn version(&self) -> i64 { 0 } }
    ///
    /// #[derive(Deserialize, Serialize)]
    /// struct NewAddress { address: String }
    ///
    /// fn confirmation(jwt: &JwtRoutes, user: &User, new: &NewAddress) -> Result<LinkToken, SignError> {
    ///     jwt.link(user, "confirm-address").claims(new).sign() // mailed to the new address
    /// }
    ///
    /// #[protected(POST, "/address", purpose = "confirm-address")]
    /// async fn confirm(link: Link<User>) -> Result<String, StatusCode> {
    ///     let new: NewAddress = link.claims().map_err(|_| StatusCode::BAD_REQUEST)?;
    ///     Ok(new.address)
    /// }
    /// ```
    pub fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        self.caller.claims()
    }

    /// Returns the claim `jti`, the identifier of the link ([RFC 7519, section 4.1.7]).
    ///
    /// [RFC 7519, section 4.1.7]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7
    #[must_use]
    pub fn token_id(&self) -> Option<String> {
        self.caller.token_id()
    }

    /// Returns the time at which the link expires.
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        self.caller.expires_at()
    }
}

impl<E: Entity> Deref for Link<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.entity
    }
}

impl<E: Entity> fmt::Debug for Link<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
