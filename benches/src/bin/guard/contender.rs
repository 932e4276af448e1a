//! One way to guard a route.

use http::StatusCode;

use crate::case::Case;
use crate::in_process::Sample;

/// One way to guard a route, or not to.
pub(crate) struct Contender {
    /// What the table calls it.
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The axum it runs on, whose bare row is subtracted.
    pub(crate) axum: Axum,
    pub(crate) app: Box<dyn App>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// No guard: answers every request.
    Bare,
    Ours,
    Peer,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Axum {
    V07,
    V08,
}

/// An application with one route, whatever its axum.
pub(crate) trait App {
    /// What it answers to this case.
    fn status(&self, case: Case) -> StatusCode;

    /// Sends this case `requests` times.
    fn batch(&self, case: Case, requests: usize) -> Sample;
}

impl Contender {
    /// Checks that the contender lets the good token in and nothing else.
    ///
    /// # Panics
    ///
    /// Panics when it does not: what checks nothing must not win.
    pub(crate) fn verify(&self) {
        for case in Case::ALL {
            let expected = if case == Case::Good || self.kind == Kind::Bare {
                StatusCode::OK
            } else {
                StatusCode::UNAUTHORIZED
            };
            let status = self.app.status(case);
            assert_eq!(status, expected, "{}: {}", self.name, case.name());
        }
    }
}
