use std::fmt;

use crate::policy::RouteMeta;

/// A handler, or a builder's call, with the place where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Location {
    /// The handler's path, or the builder's call.
    pub what: String,
    /// The file.
    pub file: &'static str,
    /// The line.
    pub line: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({}:{})", self.what, self.file, self.line)
    }
}

impl From<&RouteMeta> for Location {
    fn from(meta: &RouteMeta) -> Self {
        Self {
            what: meta.handler.to_string(),
            file: meta.file,
            line: meta.line,
        }
    }
}
