//! The source location of a handler or of a builder's call, for messages.

use std::fmt;

/// The source location of a handler or of a builder's call.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SourceLocation {
    /// The handler's path, or the builder's call.
    pub what: String,
    /// The file.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}:{})", self.what, self.file, self.line)
    }
}
