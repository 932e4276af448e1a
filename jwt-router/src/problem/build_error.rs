use std::fmt;

use crate::problem::Problem;

/// Why an [`App`](crate::App) cannot be built: every problem at once.
///
/// `Display` prints one problem a line, each with the handler, its file and line, and what to
/// write.
#[derive(Clone, Eq, PartialEq)]
pub struct BuildError {
    problems: Vec<Problem>,
}

impl BuildError {
    pub(crate) const fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// The problems; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
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

/// As `Display`: `fn main() -> Result<(), Box<dyn Error>>` prints what failed with `Debug`, and
/// whoever starts the program should read what to write.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for BuildError {}
