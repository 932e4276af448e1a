//! Builds an application from annotated handlers and merged routers: checks all of them, and reports every
//! problem at once.

mod application;
mod arguments;
mod assemble;
mod builder;
mod conflicts;
mod defaults;
mod exceptions;
mod fallback;
mod guarded_paths;
mod issuers;
#[cfg(feature = "asymmetric")]
mod jwk_set;
mod jwt_routes;
mod listing;
pub(crate) mod locked;
mod merge;
mod notice;
mod pattern;
mod plan;
mod predicates;
mod probe;
mod providers;
mod public_trees;
mod requirements;
mod spelling;
mod table;
mod token_uses;

pub use application::App;
pub(crate) use application::Origin;
pub use builder::AppBuilder;
