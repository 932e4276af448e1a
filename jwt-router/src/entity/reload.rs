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

/// Loads the entity of a caller from its store again, to check that it still exists.
pub(crate) struct Reload {
    table: EntityTable,
    origin: TokenOrigin,
    /// The claim that identifies the entity, as JSON text.
    key: Box<RawValue>,
    /// The key of the entity that was loaded first, as JSON. By now, the identifying claim, such as an e-mail address,
    /// may belong to another entity.
    loaded: String,
    version: Option<Box<RawValue>>,
    /// Whether the version of the entity's tokens is compared with `version`.
    is_versioned: bool,
}

impl Reload {
    /// Takes the claims that identify the caller's entity out of `claims`, the claims of its token. `loaded` is the
    /// key of the loaded entity as JSON. Returns `None` if the claims do not identify an entity, or no key is known.
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
            is_versioned: caller.held.as_ref().is_some_and(HeldClaims::is_token),
        })
    }

    /// Starts to load the entity, and to compare the version of its tokens. Returns `None` if the table has no store,
    /// or the identifying claim has the wrong type.
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

    /// Returns whether `loaded` is the entity that the caller had at first.
    pub(crate) fn is_same(&self, loaded: &Loaded) -> bool {
        self.table.entity.has_key(&**loaded, &self.loaded)
    }
}
