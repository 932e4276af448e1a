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

/// The policy with which the matrix compares the responses, as lines of a lock file (the committed copy of a
/// policy).
pub(super) struct Lines {
    /// The path of the lock file in backticks, for the first line of the message of a failed matrix, and its file
    /// name, for the other lines; `None` if the responses are compared with the application's own policy.
    pub(super) file: Option<(String, String)>,
    /// The expected policy of each route of the application, in the order of its policy table; `None` if the lock
    /// file has no such route.
    pub(super) required: Vec<Option<LockedRoute>>,
    /// The lines of the lock file for routes that the application does not have.
    pub(super) missing: Vec<LockedRoute>,
}

/// Returns the policy with which the matrix compares the responses: the policy in the lock file `file`, or
/// `policy`, which is that of the application, if `file` is `None`. If the environment variable `JWT_ROUTER_BLESS`
/// is `1`, first writes `policy` into the file.
///
/// # Errors
///
/// Returns an error if the file cannot be read, parsed or written, or if it would be written although `CI` is set.
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
