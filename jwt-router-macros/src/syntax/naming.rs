//! The derives for enums of names.

/// A derive for an enum whose variants are names: `RoleName` or `ScopeName`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Naming {
    Role,
    Scope,
}

impl Naming {
    /// Returns the name of the derive, and of the trait.
    pub(crate) fn derive(self) -> &'static str {
        match self {
            Self::Role => "RoleName",
            Self::Scope => "ScopeName",
        }
    }

    /// Returns a name that a variant could have.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Role => "admin",
            Self::Scope => "posts:read",
        }
    }
}
