use std::fmt;

use serde::{Deserialize, Serialize};

/// Who may call a route.
///
/// `Display`, and with serde, it is `public` or `protected`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Access {
    /// Every caller, without a token: `#[whitelist]`, `#[ignored]`.
    Public,
    /// The callers with a valid token: `#[protected]`, and every route that nothing marks.
    Protected,
}

impl Access {
    /// Returns whether the route answers without a token.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Public => true,
            Self::Protected => false,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Protected => "protected",
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
