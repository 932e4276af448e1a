//! Loads the entity of a caller again, while a stream is open.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{
    loading::{Loaded, Loading, VersionToMatch},
    registry::EntityTable,
};
use crate::{
    entity::{Caller, TokenOrigin},
    jwt::{
        claims::{ClaimedVersion, TOKEN_VERSION},
        token::HeldClaims,
    },
};

/// The claims of a token, each with its JSON text.
pub(crate) type ClaimTexts = BTreeMap<String, Box<RawValue>>;

/// All that identifies the entity of a caller to its store.
pub(crate) struct Reload {
    table: EntityTable,
    origin: TokenOrigin,
    /// The claim that identifies the entity, as JSON text.
    key: Box<RawValue>,
    /// The key of the entity that was loaded, as JSON: another one may have the claim by now, such as an e-mail address.
    loaded: String,
    version: Option<Box<RawValue>>,
    /// Whether the entity's version is compared with that of the token.
    is_versioned: bool,
}

impl Reload {
    /// Takes what identifies the entity out of the claims of the caller's token; `None` if they do not identify it.
    pub(crate) fn of(
        caller: &Caller,
        loaded: Option<String>,
        table: &EntityTable,
        claims: &mut ClaimTexts,
    ) -> Option<Self> {
        Some(Self {
            table: table.clone(),
            key: claims.remove(caller.origin.claim(table.entity.key()))?,
            loaded: loaded?,
            origin: caller.origin.clone(),
            version: claims.remove(TOKEN_VERSION),
            is_versioned: caller.token.as_ref().is_some_and(HeldClaims::is_token),
        })
    }

    /// Starts to load the entity, and to compare the version of its tokens. Returns `None` if the table has no store.
    pub(crate) fn load(&self) -> Option<Loading> {
        let Self {
            table, origin, key, ..
        } = self;
        if !self.is_versioned {
            return table.load(key.get(), VersionToMatch::NotCompared);
        }
        let version = self.version.as_deref().map(RawValue::get);
        let version = version.map(ClaimedVersion::from_json);
        origin.load(table, key.get(), version)
    }

    /// Returns whether this is the entity of the caller.
    pub(crate) fn is_same(&self, loaded: &Loaded) -> bool {
        self.table.entity.has_key(&**loaded, &self.loaded)
    }
}
