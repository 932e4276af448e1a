//! Authentication and authorization: the guard of a route, which decides about a request before the handler is
//! called.
//!
//! [`RouteGuard::authenticate`] finds the credentials of a request and verifies them. An
//! [authenticator](Authenticator) verifies the tokens of another issuer or a login provider. All other tokens are
//! verified with the application's own keys (`own_tokens.rs`). Only `authorize.rs` decides whether the caller may call
//! the route.

mod authenticate;
mod authentication;
mod authenticator;
mod authorize;
mod caller_name;
mod credentials;
mod handshake;
mod head;
mod jwt_routes;
mod link_builder;
mod log;
mod own_tokens;
mod privacy;
mod refusal;
mod rejecting;
mod route_guard;
mod scopes;
mod session_check;
mod session_end;
mod sessions;
mod single_use;
mod taken_uses;
mod tickets;
mod token_builder;
mod transports;
mod watch;

#[cfg(feature = "jwks")]
pub(crate) use self::authenticator::MintedLifetime;
#[cfg(feature = "cookies")]
pub use self::sessions::StartSession;
pub(crate) use self::{
    authentication::{Authentication, Pending},
    authenticator::{Authenticator, HeaderAuthenticator},
    authorize::Verified,
    caller_name::CallerName,
    credentials::Credentials,
    head::Head,
    jwt_routes::Config,
    privacy::Privacy,
    refusal::Refusal,
    taken_uses::TakenUses,
    tickets::TICKET_PARAMETER,
};
pub use self::{
    jwt_routes::JwtRoutes,
    link_builder::LinkBuilder,
    route_guard::RouteGuard,
    sessions::{
        EndSession, Refresh, RefreshToken, SessionBuilder, SessionError, SessionErrorKind,
        TokenPair,
    },
    token_builder::TokenBuilder,
};
