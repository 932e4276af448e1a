//! Reads the discovery document of an issuer, which contains the URL of its keys ([OpenID Connect Discovery
//! 1.0]).
//!
//! [OpenID Connect Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html

use serde::Deserialize;

use super::IssuerNames;
use crate::http_client::{Endpoint, PlainHosts};

/// The two members of a discovery document that are used. All others are ignored.
#[derive(Debug, Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// The reason why a discovery document is refused.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum DiscoveryError {
    #[error("its discovery document is no JSON object with `issuer` and `jwks_uri`")]
    Document,
    #[error(
        "its discovery document names the issuer `{named}`, and `{configured}` is configured: configure exactly the name that its tokens have, and the other one by `.also_named(..)` if they are one issuer"
    )]
    OtherIssuer {
        /// The issuer that the document names, with control characters escaped, and at most [`LONGEST_NAME`]
        /// characters long.
        named: String,
        configured: String,
    },
    #[error("the `jwks_uri` of its discovery document cannot be used: {0}")]
    KeysUri(&'static str),
}

/// The maximum number of characters of an unknown issuer's name that are written to the log.
const LONGEST_NAME: usize = 200;

/// Returns the URL of an issuer's discovery document. A slash at the end of the issuer's name is removed first
/// (OpenID Connect Discovery 1.0, section 4).
///
/// # Errors
///
/// Returns the text of an error message when the issuer's URL cannot be used.
pub(super) fn document_of(issuer: &str, plain: &PlainHosts) -> Result<Endpoint, &'static str> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    Endpoint::parse_issuer(&format!("{issuer}{DOCUMENT}"), plain)
}

/// The path of the discovery document, which is appended to the issuer's name (OpenID Connect Discovery 1.0,
/// section 4).
pub(super) const DOCUMENT: &str = "/.well-known/openid-configuration";

/// Returns the URL of the keys (`jwks_uri`) from the discovery document `json`, which was fetched from `place`.
///
/// # Errors
///
/// Returns [`DiscoveryError`] when `json` is not a discovery document, belongs to another issuer, or names a
/// URL that keys may not come from.
pub(super) fn keys_uri(
    json: &[u8],
    names: &IssuerNames,
    place: &Endpoint,
    plain: &PlainHosts,
) -> Result<Endpoint, DiscoveryError> {
    let document: Document = serde_json::from_slice(json).map_err(|_| DiscoveryError::Document)?;
    // Section 4.3: the issuer "MUST exactly match", or one issuer could publish the keys of another.
    if !names.contains(&document.issuer) {
        let other = document.issuer.chars().take(LONGEST_NAME);
        return Err(DiscoveryError::OtherIssuer {
            named: other.flat_map(char::escape_debug).collect(),
            configured: names.all().join("`, `"),
        });
    }
    let keys = Endpoint::parse_with(&document.jwks_uri, plain).map_err(DiscoveryError::KeysUri)?;
    if place.is_https() && !keys.is_https() {
        return Err(DiscoveryError::KeysUri(
            "its scheme has to be `https`, as the document's is",
        ));
    }
    Ok(keys)
}
