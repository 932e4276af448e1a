//! The keys of an issuer.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{JsonWebKey, LeftOut, UnusableKey};
use crate::jwt::{
    key::{Algorithm, PublicKey},
    token::InvalidToken,
};

/// The keys of an issuer that signatures can be checked with ([RFC 7517, section 5]).
///
/// A key is chosen by its `kid` and its algorithm: two keys of different algorithms may have one
/// `kid` ([RFC 7517, section 4.5]).
///
/// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
/// [RFC 7517, section 4.5]: https://www.rfc-editor.org/rfc/rfc7517#section-4.5
#[derive(Debug, Default)]
pub(crate) struct KeySet {
    /// The keys that have a `kid`; each is of another algorithm than the others of its `kid`.
    named: HashMap<String, Vec<PublicKey>>,
    /// The keys for tokens that name none.
    by_algorithm: HashMap<Algorithm, Only>,
    /// The keys that are not used.
    pub(crate) left_out: LeftOut,
}

/// The document is no JSON object with `keys`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("it is no JSON Web Key Set")]
pub(crate) struct NotAKeySet;

impl KeySet {
    /// Reads a set. A key that cannot be used is left out.
    ///
    /// `configured` are the algorithms that the application expects of the issuer: a key that names
    /// no algorithm is for those of its kind.
    ///
    /// # Errors
    ///
    /// Returns [`NotAKeySet`] when it is no JSON object with an array `keys`.
    pub(crate) fn read(json: &[u8], configured: &[Algorithm]) -> Result<Self, NotAKeySet> {
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
        let mut found = Found::default();
        let mut left_out = LeftOut::default();
        for (position, json) in members.keys.into_iter().enumerate() {
            match JsonWebKey::read(json.get(), configured) {
                Ok(JsonWebKey { id, keys }) => {
                    for key in keys {
                        found.add(position, id.clone(), key);
                    }
                }
                Err(reason) => left_out.add(position, reason),
            }
        }
        Ok(found.settle(left_out))
    }

    /// Whether no key can be used.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_algorithm.is_empty()
    }

    /// Whether a key has this name, or whether it does not matter because none is named.
    #[cfg(test)]
    pub(crate) fn has(&self, id: Option<&str>) -> bool {
        id.is_none_or(|id| self.named.contains_key(id))
    }

    /// Returns the key that a token with this header has to be signed with.
    ///
    /// A token that names no key has to be of the only one with its algorithm (OpenID Connect Core
    /// 1.0, section 10.1).
    ///
    /// # Errors
    ///
    /// [`InvalidToken::UnknownKey`] when there is none; [`InvalidToken::Algorithm`] when the keys of
    /// this name are for other algorithms (RFC 8725, section 3.1).
    pub(crate) fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<&PublicKey, InvalidToken> {
        let Some(id) = id else {
            return match self.by_algorithm.get(&algorithm) {
                Some(Only::One(key)) => Ok(key),
                Some(Only::Several) | None => Err(InvalidToken::UnknownKey),
            };
        };
        let named = self.named.get(id).ok_or(InvalidToken::UnknownKey)?;
        let mut named = named.iter();
        named
            .find(|key| key.algorithm() == algorithm)
            .ok_or(InvalidToken::Algorithm)
    }

    fn add(&mut self, id: Option<String>, key: PublicKey) {
        let only = self.by_algorithm.entry(key.algorithm());
        only.and_modify(|only| only.add(&key))
            .or_insert_with(|| Only::One(key.clone()));
        if let Some(id) = id {
            self.named.entry(id).or_default().push(key);
        }
    }
}

/// A key that is the only one of its algorithm, or the fact that it is not.
#[derive(Debug)]
enum Only {
    One(PublicKey),
    /// A choice between different keys would be a guess.
    Several,
}

impl Only {
    /// Adds a key; one that is there already changes nothing.
    fn add(&mut self, key: &PublicKey) {
        if matches!(self, Self::One(known) if !known.is_same(key)) {
            *self = Self::Several;
        }
    }
}

/// The usable keys of a set, before those with one `kid` are compared.
#[derive(Default)]
struct Found {
    /// Keys that have a `kid`, with the positions of all that have its name and its algorithm.
    named: HashMap<(String, Algorithm), (Only, Vec<usize>)>,
    unnamed: Vec<PublicKey>,
}

impl Found {
    fn add(&mut self, position: usize, id: Option<String>, key: PublicKey) {
        let Some(id) = id else {
            self.unnamed.push(key);
            return;
        };
        let name = (id, key.algorithm());
        let (only, positions) = self
            .named
            .entry(name)
            .or_insert_with(|| (Only::One(key.clone()), Vec::new()));
        only.add(&key);
        positions.push(position);
    }

    /// Keeps the keys of which there is one for each name and algorithm.
    fn settle(self, mut left_out: LeftOut) -> KeySet {
        let mut set = KeySet::default();
        let mut repeated = BTreeSet::new();
        for ((id, _), (only, positions)) in self.named {
            match only {
                Only::One(key) => set.add(Some(id), key),
                Only::Several => repeated.extend(positions),
            }
        }
        for key in self.unnamed {
            set.add(None, key);
        }
        for position in repeated {
            left_out.add(position, UnusableKey::RepeatedId);
        }
        set.left_out = left_out;
        set
    }
}
