use std::fmt;

use crate::problem::BuildProblem;

/// The error of [`AppBuilder::build`](crate::AppBuilder::build): every problem of the application.
///
/// `Display` prints one problem per line, each with the handler, its file and line, and the change to make.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, BuildProblem, Secret};
///
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let error = jwt.app_with((), jwt_router::routes![]).build().unwrap_err();
/// assert_eq!(error.problems(), [BuildProblem::NoRoutes]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct BuildError {
    problems: Vec<BuildProblem>,
}

impl BuildError {
    pub(crate) const fn new(problems: Vec<BuildProblem>) -> Self {
        Self { problems }
    }

    /// Returns the problems of the application, of which there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[BuildProblem] {
        &self.problems
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the routes cannot be mounted:")?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}

/// Prints the same as `Display`, because `fn main() -> Result<(), Box<dyn Error>>` prints its error with `Debug`.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
