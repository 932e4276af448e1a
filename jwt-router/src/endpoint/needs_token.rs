use crate::entity::CallerEntity;

/// Declares that an extractor of the application requires a token.
///
/// A handler of a public route with such an argument does not compile, as with [`G<User>`](crate::G). Without this
/// trait, the handler compiles, and the extractor refuses requests without a token with 401.
///
/// [`Caller`](Self::Caller) is the entity whose tokens the extractor accepts. A protected route whose handler or
/// predicate has such an argument accepts only tokens of that entity, as with [`G<User>`](crate::G).
///
/// # Examples
///
/// ```
/// use axum::{extract::FromRequestParts, http::request::Parts};
/// use jwt_router::{NeedsToken, RejectionKind, prelude::*};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, is_admin: bool }
///
/// struct Admin(User);
///
/// impl NeedsToken for Admin {
///     type Caller = User;
/// }
///
/// impl<S: Send + Sync> FromRequestParts<S> for Admin {
///     type Rejection = Rejection;
///
///     async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
///         let g = G::<User>::from_request_parts(parts, state).await?;
///         if g.is_admin {
///             return Ok(Self(g.into_inner()));
///         }
///         let jwt = JwtRoutes::from_request_parts(parts, state).await?;
///         Err(jwt.reject(RejectionKind::InsufficientScope))
///     }
/// }
/// ```
pub trait NeedsToken {
    /// The entity whose tokens the extractor accepts, or [`AnyEntity`](crate::AnyEntity) if it accepts those of
    /// every entity.
    type Caller: CallerEntity;
}
