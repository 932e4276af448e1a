//! The key set of an issuer.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{JsonWebKey, LeftOut, UnusableKey};
use crate::jwt::{
    key::{Algorithm, PublicKey},
    token::InvalidToken,
};

/// The usable keys of an issuer's JSON Web Key Set ([RFC 7517, section 5]).
///
/// A key is chosen by its `kid` and its algorithm: two keys of different algorithms may have one
/// `kid` ([RFC 7517, section 4.5]).
///
/// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
/// [RFC 7517, section 4.5]: https://www.rfc-editor.org/rfc/rfc7517#section-4.5
#[derive(Debug, Default)]
pub(crate) struct KeySet {
    /// The keys with a `kid`. The keys of one `kid` have different algorithms.
    named: HashMap<String, Vec<PublicKey>>,
    /// The keys for tokens without `kid`, by algorithm.
    by_algorithm: HashMap<Algorithm, Only>,
    /// The keys of the document that cannot be used.
    pub(crate) left_out: LeftOut,
}

/// The maximum number of keys in a set.
///
/// Issuers publish fewer than ten keys, and a few more while they replace them. Checking 100 RSA keys of 8192 bits takes
/// a second at most.
const MAXIMUM: usize = 100;

/// The reason why no key of a document is used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum UnusableSet {
    /// The document is not a JSON object with an array `keys`.
    #[error("it is not a JSON Web Key Set")]
    Form,
    /// The document has more keys than [`MAXIMUM`]. A part of them cannot be used, because a key after that part may
    /// have the `kid` of a key in it.
    #[error("there are more than {MAXIMUM}")]
    Length,
}

impl KeySet {
    /// Reads a set. A key that cannot be used is left out.
    ///
    /// `configured` are the algorithms that the application accepts from the issuer. A key without `alg` gets
    /// those of them that fit its kind.
    ///
    /// # Errors
    ///
    /// Returns [`UnusableSet`] when the document is not a JSON object with an array `keys`, or has more than
    /// [`MAXIMUM`] keys.
    pub(crate) fn read(json: &[u8], configured: &[Algorithm]) -> Result<Self, UnusableSet> {
        #[derive(Deserialize)]
        struct SetMembers<'j> {
            #[serde(borrow)]
            keys: Vec<&'j RawValue>,
        }
        // serde also deserializes a struct from an array of its members, which is not a key set.
        if !json.trim_ascii_start().starts_with(b"{") {
            return Err(UnusableSet::Form);
        }
        let members: SetMembers<'_> =
            serde_json::from_slice(json).map_err(|_| UnusableSet::Form)?;
        if members.keys.len() > MAXIMUM {
            return Err(UnusableSet::Length);
        }
        let mut found = UsableKeys::default();
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

    /// Returns whether the set has no usable key.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_algorithm.is_empty()
    }

    /// Returns whether a key has this `kid`; `true` for a token without `kid`.
    #[cfg(test)]
    pub(crate) fn has(&self, id: Option<&str>) -> bool {
        id.is_none_or(|id| self.named.contains_key(id))
    }

    /// Returns the key for a token with this `kid` and algorithm.
    ///
    /// A token without `kid` gets the key of its algorithm if the set has only one (OpenID Connect Core 1.0,
    /// section 10.1).
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::UnknownKey`] when the set has no such key, and [`InvalidToken::Algorithm`] when
    /// the keys with this `kid` have other algorithms (RFC 8725, section 3.1).
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

/// The only key for a `kid` or an algorithm, or the fact that several different keys compete for the place.
#[derive(Debug)]
enum Only {
    One(PublicKey),
    /// Several different keys. None of them is used, since a choice would be a guess.
    Several,
}

impl Only {
    /// Adds a key. A repetition of the same key changes nothing.
    fn add(&mut self, key: &PublicKey) {
        if matches!(self, Self::One(known) if !known.is_same(key)) {
            *self = Self::Several;
        }
    }
}

/// The usable keys of a document, before keys with the same `kid` are compared.
#[derive(Default)]
struct UsableKeys {
    /// The keys by `kid` and algorithm, with the positions of all keys that have both.
    named: HashMap<(String, Algorithm), (Only, Vec<usize>)>,
    unnamed: Vec<PublicKey>,
}

impl UsableKeys {
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

    /// Builds the set of the keys whose pair of `kid` and algorithm is unique, and adds the other keys to `left_out`.
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
