//! The errors of building an application or its configuration. Each error contains every problem that was
//! found.

mod application;
mod build_error;
mod config_error;
mod config_problem;
#[cfg(feature = "cookies")]
mod cookie;
mod public_path;
mod requirement;
mod token_use;

pub use application::BuildProblem;
pub use build_error::BuildError;
pub use config_error::ConfigError;
pub use config_problem::ConfigProblem;
#[cfg(feature = "cookies")]
pub use cookie::CookieProblem;
pub use public_path::PublicPathProblem;
pub use requirement::RequirementProblem;
pub use token_use::TokenUseProblem;
