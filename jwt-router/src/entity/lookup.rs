use crate::entity::Finder;

/// How a token of another issuer identifies its entity.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    /// The claim contains the entity's key.
    Key { claim: String },
    /// A field of the entity equals the claim, which is a string.
    Field { claim: String, finder: Finder },
    /// A field of the entity equals the text of the issuer, a space and the claim `sub`.
    Subject { issuer: String, finder: Finder },
}

impl Lookup {
    /// Returns the name of the claim that identifies the entity.
    pub(crate) fn claim(&self) -> &str {
        match self {
            Self::Key { claim } | Self::Field { claim, .. } => claim,
            Self::Subject { .. } => "sub",
        }
    }

    /// Returns the same way of identifying entities, for the tokens of another issuer name.
    pub(crate) fn of_issuer(&self, issuer: &str) -> Self {
        let mut lookup = self.clone();
        if let Self::Subject { issuer: known, .. } = &mut lookup {
            issuer.clone_into(known);
        }
        lookup
    }

    /// Returns whether entities are identified by a claim alone, without the issuer.
    ///
    /// A claim such as `sub` is unique only within its issuer (OpenID Connect Core, section 2). Two issuers
    /// that use the same claim could therefore identify the same entity.
    pub(crate) const fn is_bare(&self) -> bool {
        match self {
            Self::Key { .. } | Self::Field { .. } => true,
            Self::Subject { .. } => false,
        }
    }
}
