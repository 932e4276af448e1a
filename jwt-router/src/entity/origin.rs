//! The origin of a token: this application or another issuer. The origin determines which claim of the token
//! identifies the entity.

#[cfg(feature = "jwks")]
use std::sync::Arc;

use super::{
    loading::{Loading, VersionToMatch},
    registry::EntityTable,
};
#[cfg(feature = "jwks")]
use crate::entity::{Loaded, Lookup};
use crate::jwt::claims::ClaimedVersion;

/// Who signed a token: this application or another issuer.
#[derive(Clone)]
pub(crate) enum TokenOrigin {
    /// The token was signed with a key of this application, or by a flask-jwt-router with the same secret.
    Own,
    /// The token was signed by another issuer. The [`Lookup`] describes how its claims identify the entity.
    #[cfg(feature = "jwks")]
    Issuer(Arc<Lookup>),
}

impl TokenOrigin {
    /// Returns whether the value of the claim that identifies the entity, given as JSON text, has the right type.
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

    /// Starts to load the entity that the identifying claim of a token names. `json` is the value of the claim as JSON
    /// text. Returns `None` if the value has the wrong type, or the table has no store.
    ///
    /// `version` is the claim `token_version`; `None` if the token lacks the claim. It is compared
    /// only for own tokens, because another issuer ends its tokens by its own means.
    pub(crate) fn load(
        &self,
        table: &EntityTable,
        json: &str,
        version: Option<ClaimedVersion<&str>>,
    ) -> Option<Loading> {
        match self {
            Self::Own => table.load(json, VersionToMatch::Claimed(version)),
            #[cfg(feature = "jwks")]
            Self::Issuer(lookup) => match &**lookup {
                Lookup::Key { .. } => table.find(json),
                Lookup::Field { finder, .. } | Lookup::Subject { finder, .. } => {
                    let value = lookup.value(json)?;
                    Some(Loading::Pending(finder.find(value)))
                }
            },
        }
    }

    /// Returns whether the value of the identifying claim, given as JSON text, identifies `entity`.
    #[cfg(feature = "jwks")]
    pub(super) fn identifies(&self, table: &EntityTable, json: &str, entity: &Loaded) -> bool {
        match self {
            Self::Own => table.entity.has_key(&**entity, json),
            Self::Issuer(lookup) => match &**lookup {
                Lookup::Key { .. } => table.entity.has_key(&**entity, json),
                Lookup::Field { finder, .. } | Lookup::Subject { finder, .. } => {
                    let value = lookup.value(json);
                    value.is_some_and(|value| finder.has(&**entity, &value))
                }
            },
        }
    }

    /// Returns the name of the claim that identifies the entity.
    ///
    /// The name is `own` in a token of this application, and the configured name in a token of another issuer.
    pub(super) fn claim<'o>(&'o self, own: &'o str) -> &'o str {
        match self {
            Self::Own => own,
            #[cfg(feature = "jwks")]
            Self::Issuer(lookup) => lookup.claim(),
        }
    }

    /// Returns the name of the claim that holds the entity's key; `None` if the token does not hold the key.
    ///
    /// The name is `own` in a token of this application, and the configured name in a token of another issuer.
    #[cfg_attr(
        not(feature = "jwks"),
        expect(
            clippy::unnecessary_wraps,
            reason = "a token of another issuer may not hold the key"
        )
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
