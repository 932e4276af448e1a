use crate::entity::Identity;

/// An extractor of yours that cannot do without a token.
///
/// A public handler that takes it is refused when it is compiled, as one that takes
/// [`G<User>`](crate::G) is. Without this, such a handler compiles, and its extractor answers 401.
///
/// [`Caller`](Self::Caller) names the entity that the extractor takes from the token. A protected
/// route whose handler or predicate takes the extractor then accepts the tokens of that entity
/// only, as it does for [`G<User>`](crate::G).
///
/// # Examples
///
/// ```
/// use axum::{extract::FromRequestParts, http::request::Parts};
/// use jwt_router::{NeedsToken, Rejection, RejectionKind, prelude::*};
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
    /// The entity that the extractor takes, or [`AnyEntity`](crate::AnyEntity) where every entity
    /// will do.
    type Caller: Identity;
}
