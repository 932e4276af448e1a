//! The table of the test matrix, with the responses of all routes to all kinds of caller, and how it is printed.

use std::{cmp, fmt};

use http::StatusCode;

use super::fail;
use crate::policy::RoutePolicy;

/// The responses of all routes to all kinds of caller, such as one with an expired token.
/// [`Matrix::run`](super::Matrix::run) returns the grid.
///
/// `Display` prints an aligned table with a line for each route and a column for each kind of caller. A cell is:
/// - the status of the response, such as `200` (of the first one, if the matrix sent several requests);
/// - the status in parentheses, such as `(404)`, if it is an error that did not come from the guard; a 405, which the
///   router sends, is without parentheses;
/// - `!!` and the status, such as `!! 200`, if a response differs from the policy, which states who may call each
///   route (of the first such response);
/// - `-` if the matrix sent no request of this kind of caller to this route.
///
/// # Examples
///
/// ```
/// # use jwt_router::{prelude::*, testing::authz_matrix};
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
    /// The heading of each column, which is the name of a kind of caller, such as `no token`.
    pub(super) callers: Vec<String>,
    pub(super) rows: Vec<GridRow>,
    pub(super) notes: Vec<String>,
    pub(super) requests: usize,
}

/// A line of the grid: the responses of one route to all kinds of caller.
#[derive(Clone, Debug)]
pub(super) struct GridRow {
    method: String,
    path: String,
    cells: Vec<Cell>,
}

impl GridRow {
    pub(super) fn new(route: &RoutePolicy, cells: Vec<Cell>) -> Self {
        Self {
            method: route.method.clone(),
            path: route.path.clone(),
            cells,
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn texts(&self) -> Vec<String> {
        let cells = self.cells.iter().map(|cell| cell.text.clone());
        [self.method.clone(), self.path.clone()]
            .into_iter()
            .chain(cells)
            .collect()
    }
}

/// A cell of the grid: the response of one route to one kind of caller.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    text: String,
    /// The status of the response; `None` if no request was sent.
    pub(super) status: Option<StatusCode>,
}

impl Cell {
    pub(super) const fn new(text: String, status: StatusCode) -> Self {
        Self {
            text,
            status: Some(status),
        }
    }
}

impl Default for Cell {
    /// Returns the cell of a kind of caller for which the matrix sent no request.
    fn default() -> Self {
        Self {
            text: "-".to_owned(),
            status: None,
        }
    }
}

impl Grid {
    /// Returns the number of requests that the matrix has sent.
    #[must_use]
    pub const fn requests(&self) -> usize {
        self.requests
    }

    /// Returns the status of the response of one route to one kind of caller. A test can assert with it, for
    /// example, that only the owner may delete a post:
    /// `assert_eq!(grid.cell("DELETE /posts/{id}", "users #2"), 403)`.
    ///
    /// `route` is a method and a path as the grid prints them, and `caller` is the heading of a column. The column
    /// of an entity has the name of the entity's table, and a number for the second entity of a table and further
    /// ones: `users`, `users #2`. `users #1` is another name for `users`.
    ///
    /// # Panics
    ///
    /// Panics if the grid has no such route or caller, or if the matrix sent no request of this caller to this
    /// route. For a wrong name, the message lists the nearest names of the grid.
    ///
    /// # Examples
    ///
    /// [`Matrix::fixtures`](super::Matrix::fixtures) has an example of an owner and a stranger.
    ///
    /// ```
    /// # use jwt_router::{prelude::*, testing::authz_matrix};
    /// # #[ignored(GET, "/health", register = false)]
    /// # async fn health() {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// # let app = jwt.app_with((), routes![health]).build()?;
    /// let grid = authz_matrix!(app).run().await;
    /// assert_eq!(grid.cell("GET /health", "no token"), 200);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    #[track_caller]
    pub fn cell(&self, route: &str, caller: &str) -> StatusCode {
        let row = self.rows.iter().find(|row| row.name() == route);
        let Some(row) = row else {
            let names = self.rows.iter().map(GridRow::name);
            fail(&unknown("route", route, names.collect()));
        };
        let first = caller.strip_suffix(" #1").unwrap_or(caller);
        let Some(column) = self.callers.iter().position(|known| known == first) else {
            fail(&unknown("caller", caller, self.callers.clone()));
        };
        let status = row.cells.get(column).and_then(|cell| cell.status);
        match status {
            Some(status) => status,
            None => fail(&format!(
                "the matrix sent no request to `{route}` for the caller `{caller}`"
            )),
        }
    }
}

/// Returns the panic message for the name of a route or caller that the grid does not have. The message lists the
/// nearest names in `known`. `kind` is `route` or `caller`.
fn unknown(kind: &str, name: &str, mut known: Vec<String>) -> String {
    known.sort_by_key(|known| strsim::osa_distance(known, name));
    known.truncate(3);
    let known = if known.is_empty() {
        "nothing".to_owned()
    } else {
        format!("`{}`", known.join("`, `"))
    };
    format!("the grid has no {kind} `{name}`; the nearest it has: {known}")
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["METHOD", "PATH"].map(str::to_owned).into_iter();
        let head = head.chain(self.callers.iter().cloned()).collect();
        let rows: Vec<Vec<String>> = std::iter::once(head)
            .chain(self.rows.iter().map(GridRow::texts))
            .collect();
        let mut widths = vec![0; self.callers.len().saturating_add(2)];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cmp::max(*width, cell.chars().count());
            }
        }
        for row in &rows {
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

/// The differences between the application and the policy. `Display` writes them as the message of a failed
/// matrix.
#[derive(Debug, thiserror::Error)]
pub(super) struct Wrong {
    /// The name of the policy in the message `the application does not do what <policy> says`: the path of the
    /// lock file in backticks, or `its policy` for the application's own policy.
    pub(super) policy: String,
    pub(super) answers: usize,
    /// The messages about the differences, one for each route; at least one. A difference is a wrong response, a
    /// looser policy than in the lock file, or a route that only the file or only the application has.
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
