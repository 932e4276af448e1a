//! From registered routes to an application that serves them.

mod application;
mod arguments;
mod builder;
mod conflicts;
mod defaults;
mod exceptions;
mod issuers;
#[cfg(feature = "asymmetric")]
mod jwk_set;
mod jwt_routes;
pub(crate) mod locked;
mod merge;
mod notice;
mod plan;
mod predicates;
mod probe;
mod providers;
mod requirements;
mod table;

pub use application::App;
pub(crate) use application::Origin;
pub use builder::AppBuilder;
