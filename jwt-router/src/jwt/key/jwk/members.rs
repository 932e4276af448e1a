//! The strict pass over the members of a JSON Web Key, before `jsonwebtoken` reads them.
//!
//! `jsonwebtoken` alone is laxer than RFC 7517: it drops private members, accepts `{"RS256": null}` instead of
//! `"RS256"`, and reads a key with a repeated or a missing member as one of an unknown kind.

use std::{collections::HashSet, fmt};

use jsonwebtoken::jwk::Jwk;
use serde::{
    Deserialize as _,
    de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::UnusableKey;
use crate::jwt::{key::Algorithm, token::Text};

/// The members of a key that this crate uses, each at most once and with the right type.
#[derive(Default)]
pub(super) struct JwkMembers {
    kept: Map<String, Value>,
    is_private: bool,
}

impl JwkMembers {
    /// Reads the members of one key ([RFC 7517, section 4]).
    ///
    /// # Errors
    ///
    /// Returns [`UnusableKey::Json`] unless the key is an object with unique names whose used members have the
    /// right types. A member that is `null` counts as missing.
    ///
    /// [RFC 7517, section 4]: https://www.rfc-editor.org/rfc/rfc7517#section-4
    pub(super) fn read(json: &str) -> Result<Self, UnusableKey> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let members = deserializer.deserialize_map(MembersVisitor);
        let members = members.map_err(|_| UnusableKey::Json)?;
        deserializer.end().map_err(|_| UnusableKey::Json)?;
        Ok(members)
    }

    /// Returns the key's `kid`.
    pub(super) fn id(&self) -> Option<String> {
        self.text("kid").map(str::to_owned)
    }

    /// Converts the members to the type of `jsonwebtoken`.
    ///
    /// # Errors
    ///
    /// Returns [`UnusableKey`] when the key is a secret, has a private member or is of an unknown kind, and when it
    /// lacks a member that its kind needs.
    pub(super) fn jwk(self) -> Result<Jwk, UnusableKey> {
        let kind = self.text("kty").ok_or(UnusableKey::Json)?;
        // RFC 8725, section 2.1: a published key is never used as an HMAC secret.
        if kind == "oct" || self.is_private {
            return Err(UnusableKey::Secret);
        }
        match (kind, self.text("crv")) {
            ("RSA", None) | ("EC", Some("P-256" | "P-384")) | ("OKP", Some("Ed25519")) => {}
            _ => return Err(UnusableKey::Kind),
        }
        Jwk::deserialize(Value::Object(self.kept)).map_err(|_| UnusableKey::Json)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.kept.get(name)?.as_str()
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let value = match name {
            "alg" => map.next_value::<Option<Text<'_>>>()?.map(algorithm),
            "kty" | "kid" | "use" | "crv" | "n" | "e" | "x" | "y" => {
                let text = map.next_value::<Option<Text<'_>>>()?;
                text.map(|Text(text)| Value::from(text))
            }
            "key_ops" => map.next_value::<Option<Vec<String>>>()?.map(Value::from),
            _ => {
                let is_there = map.next_value::<Option<IgnoredAny>>()?.is_some();
                self.is_private |= is_there && PRIVATE.contains(&name);
                None
            }
        };
        if let Some(value) = value {
            self.kept.insert(name.to_owned(), value);
        }
        Ok(())
    }
}

/// The names of members that only private and secret keys have (RFC 7518, sections 6.2.2, 6.3.2 and 6.4; RFC
/// 8037, section 2; RFC 9964, section 3).
const PRIVATE: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Converts the name of an algorithm to the one that `jsonwebtoken` supports: `Ed25519` to `EdDSA`.
fn algorithm(Text(name): Text<'_>) -> Value {
    match Algorithm::of_key_pair(&name) {
        Some(algorithm) => Value::from(algorithm.name()),
        None => Value::from(name),
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = JwkMembers;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON Web Key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JwkMembers, A::Error> {
        let mut members = JwkMembers::default();
        let mut names = HashSet::new();
        while let Some(Text(name)) = map.next_key()? {
            members.read_member(&name, &mut map)?;
            if !names.insert(name) {
                return Err(A::Error::custom("repeated name"));
            }
        }
        Ok(members)
    }
}
