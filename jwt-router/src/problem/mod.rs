//! The errors of building an application or its configuration. Each error contains every problem that was
//! found.

mod application;
mod build_error;
mod config_error;
mod public_path;
mod requirement;
mod token_use;

pub use application::BuildProblem;
pub use build_error::BuildError;
pub use config_error::{ConfigError, ConfigProblem};
pub use public_path::PublicPathProblem;
pub use requirement::RequirementProblem;
pub use token_use::TokenUseProblem;
