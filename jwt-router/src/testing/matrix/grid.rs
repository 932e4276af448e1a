//! The answers, as a table.

use std::{cmp, fmt};

/// What every caller was answered at every route: made by [`Matrix::run`](super::Matrix::run).
///
/// `Display` prints it as an aligned table, a line a route and a column a caller. An answer is its
/// status, `(404)` one that no guard gave, `-` is what was not sent, and `!! 200` is an answer that is
/// wrong.
#[derive(Clone, Debug)]
pub struct Grid {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) notes: Vec<String>,
    pub(super) requests: usize,
}

impl Grid {
    /// How many requests were sent.
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

/// Answers that are not what the policy says.
#[derive(Debug, thiserror::Error)]
pub(super) struct Wrong {
    /// Whose word counts: the lock file's path, or the application's own policy.
    pub(super) policy: String,
    pub(super) answers: usize,
    /// One text a route; not empty.
    pub(super) faults: Vec<String>,
    pub(super) grid: Grid,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            policy,
            answers,
            faults,
            grid,
        } = self;
        writeln!(f, "the application does not do what {policy} says")?;
        for fault in faults {
            writeln!(f, "\n{fault}")?;
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
