use std::{error::Error, io};

/// Why a run has no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The database is not installed on this machine.
    #[error("{0}")]
    NotInstalled(String),
    /// A step of the run failed.
    #[error("a step of the run failed: {0}")]
    Failed(#[from] Box<dyn Error>),
}

impl From<sqlx::Error> for RunError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<io::Error> for RunError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}
