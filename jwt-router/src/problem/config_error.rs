use std::fmt;

use super::ConfigProblem;

/// The error of [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) and
/// [`JwtRoutes::from_env`](crate::JwtRoutes::from_env): every problem of the configuration.
///
/// `Display` prints one problem per line, each with the change to make.
///
/// # Examples
///
/// ```
/// use jwt_router::{ConfigProblem, JwtRoutes};
///
/// let error = JwtRoutes::builder().build().unwrap_err();
/// assert_eq!(error.problems(), [ConfigProblem::MissingSecret]);
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    pub(crate) const fn new(problems: Vec<ConfigProblem>) -> Self {
        Self { problems }
    }

    /// Returns the problems of the configuration, of which there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[ConfigProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("jwt-router is not configured:")?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}

/// Prints the same as `Display`, because `fn main() -> Result<(), Box<dyn Error>>` prints its error with `Debug`.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ConfigError {}
