//! Checks the URI to which a provider sends the browser back.

use crate::http_client::Endpoint;

/// Checks a configured redirect URI. The text is not normalized, since the provider compares it letter for
/// letter with the URI that was registered there.
///
/// # Errors
///
/// Returns the mistake in the URI: its scheme is not `https` (or `http` on this machine), or it has a fragment
/// (RFC 6749, section 3.1.2).
pub(crate) fn check(uri: &str) -> Result<(), &'static str> {
    // Google's JavaScript library sends this word in place of a URI.
    if uri == "postmessage" {
        return Ok(());
    }
    Endpoint::parse(uri).map(drop)
}
