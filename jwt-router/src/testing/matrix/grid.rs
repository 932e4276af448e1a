//! Prints the responses of all routes to all callers of the test matrix as a table.

use std::{cmp, fmt};

/// The responses of all routes to all callers of the matrix. [`Matrix::run`](super::Matrix::run) returns it.
///
/// `Display` prints an aligned table with a line for each route and a column for each kind of caller. A cell is
/// the status of the response. `(404)` is an error that did not come from the guard, and `!! 200` is a response
/// that differs from the policy. A cell is `-` if no request was sent.
///
/// # Examples
///
/// ```
/// # use jwt_router::{JwtRoutes, Secret, prelude::*, testing::authz_matrix};
/// # #[ignored(GET, "/health", register = false)]
/// # async fn health() {}
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// # let app = jwt.app_with((), routes![health]).build()?;
/// let grid = authz_matrix!(app).run().await;
/// assert!(grid.requests() > 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Grid {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) notes: Vec<String>,
    pub(super) requests: usize,
}

impl Grid {
    /// Returns the number of requests that the matrix has sent.
    #[must_use]
    pub const fn requests(&self) -> usize {
        self.requests
    }
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut widths = vec![0; self.head.len()];
        for row in std::iter::once(&self.head).chain(&self.rows) {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cmp::max(*width, cell.chars().count());
            }
        }
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells = row.iter().zip(&widths);
            let line: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            writeln!(f, "{}", line.join("  ").trim_end())?;
        }
        write!(
            f,
            "{} requests; `(404)` is of a handler and not of the guard, `-` was not sent",
            self.requests
        )?;
        for note in &self.notes {
            write!(f, "\n{note}")?;
        }
        Ok(())
    }
}

/// The responses that differ from the policy. `Display` writes them as the message of a failed matrix.
#[derive(Debug, thiserror::Error)]
pub(super) struct Wrong {
    /// The name of the policy with which the responses were compared: the path of the lock file, or
    /// `its policy`.
    pub(super) policy: String,
    pub(super) answers: usize,
    /// The descriptions of the wrong responses, one text for each route; at least one.
    pub(super) mismatches: Vec<String>,
    pub(super) grid: Grid,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            policy,
            answers,
            mismatches,
            grid,
        } = self;
        writeln!(f, "the application does not do what {policy} says")?;
        for mismatch in mismatches {
            writeln!(f, "\n{mismatch}")?;
        }
        if *answers == 0 {
            return write!(f, "\n{grid}");
        }
        let were = if *answers == 1 {
            "answer is"
        } else {
            "answers are"
        };
        write!(f, "\n{answers} {were} wrong, `!!` below:\n\n{grid}")
    }
}
