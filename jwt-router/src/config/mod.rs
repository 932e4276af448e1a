//! Configures a [`JwtRoutes`](crate::JwtRoutes), in code and from the environment.

mod api_name;
mod bounds;
mod builder;
mod claim_names;
#[cfg(feature = "cookies")]
mod cookies;
mod environment;
#[cfg(feature = "google")]
mod google;
#[cfg(feature = "jwks")]
mod issuers;
mod jwt_routes;
mod keys;
mod requests;
mod sessions;
mod streams;
mod token_rules;

pub use self::{builder::JwtRoutesBuilder, sessions::Check};
