//! The policy with which the test matrix compares the responses.

use std::path::PathBuf;

use super::failure::MatrixFailure;
use crate::{
    policy::{
        PolicyTable,
        lock::{LockedRoute, locked},
    },
    testing::lock,
};

/// The policy with which the matrix compares the responses, as lines of a lock file.
pub(super) struct Lines {
    /// The path of the lock file in backticks, and its file name; `None` if the responses are compared with the
    /// application's own policy.
    pub(super) file: Option<(String, String)>,
    /// The expected policy of each route of the application, in the order of its policy table; `None` if the lock
    /// file has no such route.
    pub(super) required: Vec<Option<LockedRoute>>,
    /// The lines of the lock file for routes that the application does not have.
    pub(super) missing: Vec<LockedRoute>,
}

/// Returns the policy with which the matrix compares the responses: that in the lock file, or that of the
/// application if `file` is `None`.
pub(super) fn lines(policy: &PolicyTable, file: Option<PathBuf>) -> Result<Lines, MatrixFailure> {
    let Some(path) = file else {
        return Ok(Lines {
            file: None,
            required: locked(policy).into_iter().map(Some).collect(),
            missing: Vec::new(),
        });
    };
    let name = path.file_name().unwrap_or_default();
    let shown = (
        format!("`{}`", path.display()),
        name.to_string_lossy().into_owned(),
    );
    let mut missing = lock::read_or_bless(policy, path)?;
    let mut required = Vec::new();
    for route in locked(policy) {
        let position = missing.iter().position(|line| line.is_line_of(&route));
        required.push(position.map(|position| missing.remove(position)));
    }
    Ok(Lines {
        file: Some(shown),
        required,
        missing,
    })
}
