//! The public keys of an application, for those who check its tokens.

use serde::Serialize;
use serde_json::{Map, Value};

use super::PublicKey;

/// A JSON Web Key Set ([RFC 7517, section 5]): made by [`JwtRoutes::jwks`].
///
/// As a response it may be kept for 15 minutes.
///
/// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
/// [`JwtRoutes::jwks`]: crate::JwtRoutes::jwks
#[derive(Clone, Debug, Serialize)]
pub struct JwkSet {
    keys: Vec<Map<String, Value>>,
}

impl JwkSet {
    pub(crate) fn new(keys: &[PublicKey]) -> Self {
        Self {
            keys: keys.iter().map(members).collect(),
        }
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

fn members(key: &PublicKey) -> Map<String, Value> {
    let said = [
        ("alg", key.algorithm().name()),
        ("kid", key.id()),
        ("use", "sig"),
    ];
    let said = said.map(|(name, value)| (name, value.to_owned()));
    let members = key.numbers().members().into_iter().chain(said);
    members
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect()
}
