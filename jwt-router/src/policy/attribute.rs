use crate::policy::Access;

/// The attribute that declares a route. A route that a builder method adds, such as `.ignored(..)`, has the
/// attribute with the name of that method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Attribute {
    /// `#[whitelist]`: the route is public, and its path is under the API prefix.
    Whitelist,
    /// `#[ignored]`: the route is public, and its path is outside the API prefix.
    Ignored,
    /// `#[protected]`: the route needs a valid token, and its path is under the API prefix.
    Protected,
}

impl Attribute {
    pub(crate) const fn access(self) -> Access {
        match self {
            Self::Whitelist | Self::Ignored => Access::Public,
            Self::Protected => Access::Protected,
        }
    }
}
