//! Makes an application of registered or listed routes: the plan with its problems, merged routers, the policy
//! table.

mod application;
mod arguments;
mod assemble;
mod builder;
mod conflicts;
mod defaults;
mod exceptions;
mod guarded_paths;
mod issuers;
#[cfg(feature = "asymmetric")]
mod jwk_set;
mod jwt_routes;
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

pub use application::App;
pub(crate) use application::Origin;
pub use builder::AppBuilder;
