//! The access to a route, and the three attributes that give it.

/// The access that a route attribute gives: public (`Whitelisted`, `Ignored`) or only with a token (`Protected`).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Access {
    Whitelisted,
    Ignored,
    Protected,
}

impl Access {
    pub(crate) const ALL: [Self; 3] = [Self::Whitelisted, Self::Ignored, Self::Protected];

    /// Returns the name of the attribute.
    pub(crate) const fn attribute(self) -> &'static str {
        match self {
            Self::Whitelisted => "whitelist",
            Self::Ignored => "ignored",
            Self::Protected => "protected",
        }
    }

    /// Returns the name of the library's function that creates the policy of such a route.
    pub(crate) const fn function(self) -> &'static str {
        match self {
            Self::Whitelisted => "whitelisted",
            Self::Ignored => "ignored",
            Self::Protected => "protected",
        }
    }

    /// Returns whether the route answers without a token.
    pub(crate) const fn is_public(self) -> bool {
        match self {
            Self::Whitelisted | Self::Ignored => true,
            Self::Protected => false,
        }
    }
}
