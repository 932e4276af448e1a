use crate::entity::Finder;

/// How a token of another issuer names its entity.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    /// The claim is the entity's key.
    Key { claim: String },
    /// The entity has the text of the claim in a field.
    Field { claim: String, finder: Finder },
    /// The entity has the issuer, a space and `sub` in a field.
    Subject { issuer: String, finder: Finder },
}

impl Lookup {
    pub(crate) fn claim(&self) -> &str {
        match self {
            Self::Key { claim } | Self::Field { claim, .. } => claim,
            Self::Subject { .. } => "sub",
        }
    }

    /// Returns the same lookup for the tokens of this issuer.
    pub(crate) fn of_issuer(&self, issuer: &str) -> Self {
        let mut lookup = self.clone();
        if let Self::Subject { issuer: known, .. } = &mut lookup {
            issuer.clone_into(known);
        }
        lookup
    }

    /// Returns whether two issuers that both use the claim could name one entity by it.
    pub(crate) const fn is_bare(&self) -> bool {
        match self {
            Self::Key { .. } | Self::Field { .. } => true,
            Self::Subject { .. } => false,
        }
    }
}
