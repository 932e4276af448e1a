use crate::policy::Access;

/// The attribute of a route, or the call of the builder that does the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Attribute {
    /// Public, under the API prefix.
    Whitelist,
    /// Public, outside the API prefix.
    Ignored,
    /// For callers with a valid token, under the API prefix.
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
