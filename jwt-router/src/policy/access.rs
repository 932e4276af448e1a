use std::fmt;

use serde::{Deserialize, Serialize};

/// The callers that a route admits: all callers, or those with a valid token.
///
/// `Display` and serde both write `public` or `protected`.
///
/// # Examples
///
/// ```
/// use jwt_router::Access;
///
/// assert!(Access::Public.is_public());
/// assert!(!Access::Protected.is_public());
/// assert_eq!(Access::Protected.to_string(), "protected");
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Access {
    /// The route admits every caller, even one without a token. The attributes `#[whitelist]` and `#[ignored]`
    /// declare such routes.
    Public,
    /// The route admits only callers with a valid token. The attribute `#[protected]` declares such routes. The
    /// routes of a merged router are protected too, unless the application's builder makes them public.
    Protected,
}

impl Access {
    /// Returns whether the route admits callers without a token.
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
