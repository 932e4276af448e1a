//! The place in the source of a handler or a builder call, for messages.

use std::{fmt, panic};

/// The place in the source of a handler or a builder call.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SourceLocation {
    /// The path of the handler, or the text of the builder call.
    pub what: String,
    /// The path of the source file.
    pub file: &'static str,
    /// The line number in the source file, from 1.
    pub line: u32,
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}:{})", self.what, self.file, self.line)
    }
}

/// Returns the place of a builder call in the application's code. `call` is the call's text, for messages.
#[track_caller]
pub(crate) fn here(call: &str) -> SourceLocation {
    let caller = panic::Location::caller();
    SourceLocation {
        what: call.to_owned(),
        file: caller.file(),
        line: caller.line(),
    }
}
