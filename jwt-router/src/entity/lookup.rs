/// How a token of another issuer names its entity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Lookup {
    /// The claim is the entity's key.
    Key { claim: String },
    /// The store finds the entity whose field has the text of the claim.
    Field { claim: String, field: String },
    /// The store finds the entity whose field has the issuer, a space, and `sub`.
    Subject { issuer: String, field: String },
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

    /// The field by which the store finds the entity, where it is not the key.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::Key { .. } => None,
            Self::Field { field, .. } | Self::Subject { field, .. } => Some(field),
        }
    }
}
