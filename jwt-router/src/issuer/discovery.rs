//! What an issuer says of itself ([OpenID Connect Discovery 1.0]).
//!
//! [OpenID Connect Discovery 1.0]: https://openid.net/specs/openid-connect-discovery-1_0.html

use serde::Deserialize;

use crate::http_client::Endpoint;

/// The discovery document of an issuer, of which only this matters.
#[derive(Debug, Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Why a discovery document is not believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum DiscoveryError {
    #[error("its discovery document is no JSON object with `issuer` and `jwks_uri`")]
    Document,
    #[error("its discovery document names another `issuer`: configure exactly that one")]
    OtherIssuer,
    #[error("the `jwks_uri` of its discovery document cannot be used: {0}")]
    KeysUri(&'static str),
}

/// Where the discovery document of an issuer stands (section 4: a slash at the end is taken away
/// first).
pub(super) fn document_of(issuer: &str) -> Result<Endpoint, &'static str> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    Endpoint::parse_issuer(&format!("{issuer}{DOCUMENT}"))
}

/// Where the document stands below the issuer.
pub(super) const DOCUMENT: &str = "/.well-known/openid-configuration";

/// Where the keys are, as the document says.
///
/// # Errors
///
/// When it is no such document, is another issuer's, or names a place that keys may not come from.
pub(super) fn keys_uri(json: &[u8], issuer: &str) -> Result<Endpoint, DiscoveryError> {
    let document: Document = serde_json::from_slice(json).map_err(|_| DiscoveryError::Document)?;
    // Section 4.3: "MUST exactly match", or one issuer could speak for another.
    if document.issuer != issuer {
        return Err(DiscoveryError::OtherIssuer);
    }
    let keys = Endpoint::parse(&document.jwks_uri).map_err(DiscoveryError::KeysUri)?;
    if issuer.starts_with("https:") && !keys.is_https() {
        return Err(DiscoveryError::KeysUri(
            "its scheme has to be `https`, as the issuer's is",
        ));
    }
    Ok(keys)
}
