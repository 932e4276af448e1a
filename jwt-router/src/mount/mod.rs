//! From registered routes to an application that serves them.

mod app;
mod builder;
mod conflicts;
mod defaults;
mod error;
mod exceptions;
#[cfg(feature = "jwks")]
mod issuers;
#[cfg(feature = "asymmetric")]
mod jwk_set;
mod merge;
mod notice;
mod plan;
mod probe;
mod registered;
mod requirements;
mod states;

pub use app::App;
pub use builder::AppBuilder;
pub use error::{BuildError, Location, Problem};
#[cfg(feature = "asymmetric")]
pub use jwk_set::JwkSet;
pub use registered::{Registration, RouteEntry, Routes};
