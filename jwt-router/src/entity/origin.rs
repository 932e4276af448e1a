//! Who minted a caller's token, and how it names the entity.

#[cfg(feature = "jwks")]
use std::sync::Arc;

use super::{loading::Loading, registry::EntityTable};
#[cfg(feature = "jwks")]
use crate::entity::Lookup;

/// Who minted a token.
#[derive(Clone)]
pub(crate) enum TokenOrigin {
    /// We did, or who has our secret.
    Own,
    /// Another issuer did.
    #[cfg(feature = "jwks")]
    Issuer(Arc<Lookup>),
}

impl TokenOrigin {
    /// Whether the JSON text of the claim that names the entity can do so.
    pub(crate) fn is_key(&self, table: &EntityTable, json: &str) -> bool {
        match self {
            Self::Own => table.entity.is_key(json),
            #[cfg(feature = "jwks")]
            Self::Issuer(lookup) => match &**lookup {
                Lookup::Key { .. } => table.entity.is_key(json),
                Lookup::Field { .. } | Lookup::Subject { .. } => json.starts_with('"'),
            },
        }
    }

    /// Begins to load the entity; `None` when the claim cannot name one.
    pub(crate) fn load(&self, table: &EntityTable, json: &str) -> Option<Loading> {
        match self {
            Self::Own => table.load(json),
            #[cfg(feature = "jwks")]
            Self::Issuer(lookup) => match &**lookup {
                Lookup::Key { .. } => table.load(json),
                Lookup::Field { finder, .. } => {
                    let value: String = serde_json::from_str(json).ok()?;
                    Some(Loading::Pending(finder.find(value)))
                }
                Lookup::Subject { issuer, finder } => {
                    let subject: String = serde_json::from_str(json).ok()?;
                    // The name of an issuer has no white space, which is checked at the start: the first
                    // space ends it, whatever the subject contains.
                    let value = format!("{issuer} {subject}");
                    Some(Loading::Pending(finder.find(value)))
                }
            },
        }
    }

    /// The name of the claim that holds the entity's key, which it has under `own` in tokens of ours;
    /// `None` when the token does not hold the key.
    #[cfg_attr(
        not(feature = "jwks"),
        expect(clippy::unnecessary_wraps, reason = "another issuer's may not")
    )]
    pub(crate) fn key_claim<'o>(&'o self, own: &'o str) -> Option<&'o str> {
        match self {
            Self::Own => Some(own),
            #[cfg(feature = "jwks")]
            Self::Issuer(lookup) => match &**lookup {
                Lookup::Key { claim } => Some(claim),
                Lookup::Field { .. } | Lookup::Subject { .. } => None,
            },
        }
    }

    pub(crate) const fn is_own(&self) -> bool {
        match self {
            Self::Own => true,
            #[cfg(feature = "jwks")]
            Self::Issuer(_) => false,
        }
    }
}
