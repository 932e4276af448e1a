//! The claims of an ID token ([OpenID Connect Core 1.0, section 3.1.3.7]), once its signature is
//! known to be good.
//!
//! [OpenID Connect Core 1.0, section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

use super::{LoginError, LoginErrorKind};

/// How far the provider's clock may be ahead of ours, in seconds.
const LEEWAY: i64 = 60;

/// What an ID token says of a login and its user; a claim that is there twice is no JSON to serde.
#[derive(Deserialize)]
pub(crate) struct IdTokenClaims {
    iss: String,
    aud: Audience,
    #[serde(default, deserialize_with = "present")]
    azp: Option<String>,
    exp: i64,
    iat: i64,
    #[serde(default, deserialize_with = "present")]
    nbf: Option<i64>,
    #[serde(default, deserialize_with = "present")]
    nonce: Option<String>,
    pub(crate) sub: String,
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// Any JSON: `"true"` and `1` are not the truth.
    #[serde(default)]
    pub(crate) email_verified: Value,
    #[serde(default)]
    pub(crate) hd: Option<String>,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) picture: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// What the ID token of one login has to say.
pub(crate) struct Expected<'e> {
    /// The issuer's names, one of which is the `iss`.
    pub(crate) issuers: &'e [String],
    pub(crate) client_id: &'e str,
    /// The nonce of the login, where it was begun here.
    pub(crate) nonce: Option<&'e str>,
    pub(crate) now: i64,
}

impl IdTokenClaims {
    /// Checks that the token is of this issuer, for us, for this login, and for now.
    pub(crate) fn check(&self, expected: &Expected<'_>) -> Result<(), LoginError> {
        match self.fault(expected) {
            None => Ok(()),
            Some(reason) => Err(LoginError::because(LoginErrorKind::InvalidIdToken, reason)),
        }
    }

    fn fault(&self, expected: &Expected<'_>) -> Option<&'static str> {
        let latest = expected.now.saturating_add(LEEWAY);
        let is_ours = match &self.aud {
            Audience::One(audience) => audience == expected.client_id,
            // Section 3.1.3.7, rules 3 to 5: with others in the audience, `azp` says for whom.
            Audience::Several(audience) => {
                let is_among = audience.iter().any(|name| name == expected.client_id);
                is_among && (audience.len() == 1 || self.azp.is_some())
            }
        };
        if !expected.issuers.contains(&self.iss) {
            Some("issuer")
        } else if !is_ours {
            Some("audience")
        } else if self
            .azp
            .as_ref()
            .is_some_and(|party| party != expected.client_id)
        {
            Some("authorized_party")
        } else if expected.now >= self.exp {
            Some("expired")
        } else if self.iat > latest || self.nbf.is_some_and(|date| date > latest) {
            Some("from_the_future")
        } else if expected.nonce.is_some() && self.nonce.as_deref() != expected.nonce {
            // Section 3.1.3.7, rule 11.
            Some("nonce")
        } else if self.sub.is_empty() {
            Some("subject")
        } else {
            None
        }
    }
}

/// A claim that may be missing, and must not be `null`.
fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    match Option::deserialize(deserializer)? {
        Some(value) => Ok(Some(value)),
        None => Err(D::Error::custom("null")),
    }
}
