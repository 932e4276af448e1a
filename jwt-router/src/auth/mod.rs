//! Authentication and authorization: the guard of a route, without the handler behind it.
//!
//! [`RouteGuard::authenticate`] finds the credentials of a request and verifies them, by an
//! [authenticator](Authenticator) for other issuers' and providers' tokens or by the application's own keys
//! (`own_tokens.rs`). Only `authorize.rs` decides whether the caller may call the route. It judges the table,
//! the claims, the loaded entity and the verdict of a predicate, in this order.

mod authenticate;
mod authentication;
mod authenticator;
mod authorize;
mod credentials;
mod head;
mod jwt_routes;
mod log;
mod own_tokens;
mod privacy;
mod refusal;
mod route_guard;
mod scopes;
mod token_builder;

#[cfg(feature = "jwks")]
pub(crate) use self::authenticator::MintedLifetime;
pub(crate) use self::{
    authentication::{Authentication, Pending},
    authenticator::{Authenticator, Bearer, HeaderAuthenticator},
    authorize::Verified,
    credentials::Credentials,
    head::Head,
    jwt_routes::Config,
    privacy::Privacy,
    refusal::Refusal,
};
pub use self::{jwt_routes::JwtRoutes, route_guard::RouteGuard, token_builder::TokenBuilder};
