//! How a [`JwtRoutes`](crate::JwtRoutes) is configured: in code, and from the environment.

mod api_name;
mod bounds;
mod builder;
mod claim_names;
mod environment;
mod error;
#[cfg(feature = "jwks")]
mod issuers;
mod keys;
mod lifetime;
#[cfg(feature = "google")]
mod strategy;

pub use builder::Builder;
pub use error::{ConfigError, ConfigProblem};
