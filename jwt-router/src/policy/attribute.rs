use crate::policy::Access;

/// The attribute that declares a route. A route that a call of the application's builder makes public counts as one
/// with the attribute of the same effect: `.ignored(..)` as `#[ignored]`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Attribute {
    /// `#[whitelist]`: the route is public, and its path is under the API prefix, such as `/api/v1`.
    Whitelist,
    /// `#[ignored]`: the route is public, and its path is outside the API prefix, such as `/api/v1`.
    Ignored,
    /// `#[protected]`: the route needs a valid token, and its path is under the API prefix, such as `/api/v1`.
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
