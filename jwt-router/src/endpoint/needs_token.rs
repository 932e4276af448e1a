/// An extractor of yours that cannot do without a token.
///
/// A public handler that takes it is refused when it is compiled, as one that takes
/// [`G<User>`](G) is. Without this, such a handler compiles, and its extractor answers 401.
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
/// impl NeedsToken for Admin {}
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
pub trait NeedsToken {}
