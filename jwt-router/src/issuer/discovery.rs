//! What an issuer says of itself ([OpenID Connect Discovery 1.0]).
//!
//! [OpenID Connect Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html

use serde::Deserialize;

use super::IssuerNames;
use crate::http_client::{Endpoint, PlainHosts};

/// The discovery document of an issuer, of which only this matters.
#[derive(Debug, Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Why a discovery document is not believed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum DiscoveryError {
    #[error("its discovery document is no JSON object with `issuer` and `jwks_uri`")]
    Document,
    #[error(
        "its discovery document names the issuer `{named}`, and `{configured}` is configured: configure exactly the name that its tokens have, and the other one by `.also_named(..)` if they are one issuer"
    )]
    OtherIssuer {
        /// What the document has, with its strange characters escaped, and cut off.
        named: String,
        configured: String,
    },
    #[error("the `jwks_uri` of its discovery document cannot be used: {0}")]
    KeysUri(&'static str),
}

/// How many characters of another's name the log has.
const LONGEST_NAME: usize = 200;

/// Where the discovery document of an issuer stands (section 4: a slash at the end is taken away
/// first).
pub(super) fn document_of(issuer: &str, plain: &PlainHosts) -> Result<Endpoint, &'static str> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    Endpoint::parse_issuer(&format!("{issuer}{DOCUMENT}"), plain)
}

/// Where the document stands below the issuer.
pub(super) const DOCUMENT: &str = "/.well-known/openid-configuration";

/// Where the keys are, as the document says.
///
/// # Errors
///
/// When it is no such document, is another issuer's, or names a place that keys may not come from.
pub(super) fn keys_uri(
    json: &[u8],
    names: &IssuerNames,
    place: &Endpoint,
    plain: &PlainHosts,
) -> Result<Endpoint, DiscoveryError> {
    let document: Document = serde_json::from_slice(json).map_err(|_| DiscoveryError::Document)?;
    // Section 4.3: "MUST exactly match", or one issuer could speak for another.
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
