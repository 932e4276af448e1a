use std::sync::Arc;

use crate::entity::{Entity, EntityField, FindBy, Finder};

/// The way in which a token of another issuer identifies its entity.
#[derive(Clone, Debug)]
pub(crate) enum Lookup {
    /// The claim contains the entity's key.
    Key { claim: String },
    /// A field of the entity, which `finder` looks up, equals the claim, which is a string.
    Field { claim: String, finder: Finder },
    /// A field of the entity, which `finder` looks up, equals the name of the issuer, a space and the claim `sub`.
    Subject { issuer: String, finder: Finder },
}

impl Lookup {
    pub(crate) fn key(claim: impl Into<String>) -> Self {
        Self::Key {
            claim: claim.into(),
        }
    }

    pub(crate) fn field<E: Entity>(
        claim: impl Into<String>,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        Self::Field {
            claim: claim.into(),
            finder: Finder::new(field, Arc::new(store)),
        }
    }

    pub(crate) fn subject<E: Entity>(
        issuer: impl Into<String>,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        Self::Subject {
            issuer: issuer.into(),
            finder: Finder::new(field, Arc::new(store)),
        }
    }

    /// Returns the name of the claim that identifies the entity.
    pub(crate) fn claim(&self) -> &str {
        match self {
            Self::Key { claim } | Self::Field { claim, .. } => claim,
            Self::Subject { .. } => "sub",
        }
    }

    /// Returns the value that the entity's field must have, given the claim as JSON text; `None` if the claim is not a
    /// string.
    ///
    /// A value of issuer and subject is unambiguous, because `build()` rejects an issuer with white space in its name:
    /// the first space always ends the issuer, even if the subject contains spaces.
    pub(super) fn value(&self, json: &str) -> Option<String> {
        let claim: String = serde_json::from_str(json).ok()?;
        Some(match self {
            Self::Key { .. } | Self::Field { .. } => claim,
            Self::Subject { issuer, .. } => format!("{issuer} {claim}"),
        })
    }

    /// Returns a copy of this lookup for the tokens of the issuer with this name.
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
