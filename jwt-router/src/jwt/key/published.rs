//! The public keys of an application, published for other programs that verify its tokens.

use serde::Serialize;
use serde_json::{Map, Value};

use super::PublicKey;

/// A JSON Web Key Set ([RFC 7517, section 5]) of the public keys of an application, made by
/// [`JwtRoutes::jwks`].
///
/// As a response it may be cached for 15 minutes.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, Secret};
///
/// // A secret is never published.
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// assert!(jwt.jwks().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// Returns whether the set has no key.
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
