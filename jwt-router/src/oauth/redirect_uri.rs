//! Where a provider sends the browser back to.

use crate::http_client::Endpoint;

/// Checks a redirect URI: what is compared later is the text as it was given.
///
/// # Errors
///
/// Says what is wrong: anything but `https`, or `http` on this machine; a fragment, which RFC 6749,
/// section 3.1.2 does not have.
pub(crate) fn check(uri: &str) -> Result<(), &'static str> {
    // What Google's JavaScript library sends in place of an address.
    if uri == "postmessage" {
        return Ok(());
    }
    Endpoint::parse(uri).map(drop)
}
