//! The state of the database while requests are sent.

use std::fmt;

/// The state of the database.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Phase {
    /// No fault, and none whose effects are still seen.
    Healthy,
    /// A lock delays every query.
    Slow,
    /// An administrator ends the connections, again and again.
    Killed,
    /// Other work holds every connection of the pool.
    Exhausted,
    /// The server does not run.
    Down,
    /// A fault has ended, and its effects may still be seen.
    Recovering,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Healthy => "healthy",
            Self::Slow => "slow",
            Self::Killed => "connections killed",
            Self::Exhausted => "pool exhausted",
            Self::Down => "down",
            Self::Recovering => "recovering",
        })
    }
}
