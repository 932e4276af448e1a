//! Why an application or its configuration cannot be built.

mod application;
mod build_error;
mod config_error;
mod requirement;

pub use application::Problem;
pub use build_error::BuildError;
pub use config_error::{ConfigError, ConfigProblem};
pub use requirement::RequirementProblem;
