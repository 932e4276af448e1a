//! The errors of building an application or its configuration. Each error contains every problem that was
//! found.

mod application;
mod build_error;
mod config_error;
mod link;
mod public_path;
mod requirement;

pub use application::BuildProblem;
pub use build_error::BuildError;
pub use config_error::{ConfigError, ConfigProblem};
pub use link::LinkProblem;
pub use public_path::PublicPathProblem;
pub use requirement::RequirementProblem;
