//! From registered routes to an application that serves them.

mod app;
mod arguments;
mod build_error;
mod builder;
mod conflicts;
mod defaults;
mod error;
mod exceptions;
#[cfg(feature = "jwks")]
mod issuers;
#[cfg(feature = "asymmetric")]
mod jwk_set;
mod location;
mod locked;
mod merge;
mod notice;
mod plan;
mod predicates;
mod probe;
mod registered;
mod requirements;
mod states;
#[cfg(feature = "google")]
mod strategies;
mod table;

pub use app::App;
#[cfg(feature = "testing")]
pub(crate) use app::Origin;
pub use build_error::BuildError;
pub use builder::AppBuilder;
pub use error::Problem;
#[cfg(feature = "asymmetric")]
pub use jwk_set::JwkSet;
pub use location::Location;
pub use registered::{Registered, Registration, Routes};
pub(crate) use states::States;
