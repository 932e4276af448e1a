//! The keys of an issuer.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{JsonWebKey, UnusableKey};
use crate::jwt::{
    key::{Algorithm, PublicKey},
    token::InvalidToken,
};

/// The keys of an issuer that signatures can be checked with ([RFC 7517, section 5]).
///
/// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
#[derive(Debug)]
pub(crate) struct KeySet {
    keys: Vec<JsonWebKey>,
    /// The keys that are left out: the position of each, and why.
    pub(crate) unusable: Vec<(usize, UnusableKey)>,
}

/// What was sent is no JSON object with `keys`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("it is no JSON Web Key Set")]
pub(crate) struct NotAKeySet;

impl KeySet {
    /// Reads a set. A key that cannot be used is left out.
    ///
    /// # Errors
    ///
    /// Returns [`NotAKeySet`] when it is no JSON object with an array `keys`.
    pub(crate) fn read(json: &[u8]) -> Result<Self, NotAKeySet> {
        #[derive(Deserialize)]
        struct Members<'j> {
            #[serde(borrow)]
            keys: Vec<&'j RawValue>,
        }
        // A struct of serde may be written as an array of its members, too.
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(NotAKeySet);
        }
        let members: Members<'_> = serde_json::from_slice(json).map_err(|_| NotAKeySet)?;
        let mut keys = Vec::new();
        let mut unusable = Vec::new();
        for (position, json) in members.keys.into_iter().enumerate() {
            match JsonWebKey::read(json.get()) {
                Ok(key) => keys.push((position, key)),
                Err(reason) => unusable.push((position, reason)),
            }
        }
        // RFC 7517, section 4.5: which of two keys a `kid` means would be a guess.
        let is_repeated = |key: &JsonWebKey| {
            let same = keys.iter().filter(|(_, other)| other.id == key.id);
            key.id.is_some() && same.count() > 1
        };
        let repeated: Vec<bool> = keys.iter().map(|(_, key)| is_repeated(key)).collect();
        let mut kept = Vec::new();
        for ((position, key), is_repeated) in keys.into_iter().zip(repeated) {
            if is_repeated {
                unusable.push((position, UnusableKey::RepeatedId));
            } else {
                kept.push(key);
            }
        }
        Ok(Self {
            keys: kept,
            unusable,
        })
    }

    /// Whether no key can be used.
    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether a key has this name, or whether it does not matter because none is named.
    pub(crate) fn has(&self, id: Option<&str>) -> bool {
        id.is_none() || self.keys.iter().any(|key| key.id.as_deref() == id)
    }

    /// The key that a token with this header has to be signed with.
    ///
    /// A token that names no key has to be of the only one with its algorithm (OpenID Connect Core
    /// 1.0, section 10.1).
    ///
    /// # Errors
    ///
    /// [`InvalidToken::UnknownKey`] when there is none; [`InvalidToken::Algorithm`] when the key
    /// is for another algorithm (RFC 8725, section 3.1).
    pub(crate) fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<&PublicKey, InvalidToken> {
        if id.is_some() {
            let mut named = self.keys.iter().filter(|key| key.id.as_deref() == id);
            let key = &named.next().ok_or(InvalidToken::UnknownKey)?.key;
            return if key.algorithm() == algorithm {
                Ok(key)
            } else {
                Err(InvalidToken::Algorithm)
            };
        }
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| key.key.algorithm() == algorithm);
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(&key.key),
            (None, _) | (Some(_), Some(_)) => Err(InvalidToken::UnknownKey),
        }
    }
}
