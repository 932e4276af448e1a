//! Logins at an identity provider. The code for any provider is here, and the code for Google is in `google/`.
//!
//! A login has these steps: code → tokens of the provider → verified ID token → profile → entity → a token of
//! the application. A failure of any step is a [`LoginError`].

mod callback;
mod exchange;
pub(crate) mod google;
mod google_token;
mod id_token;
mod login;
mod pending;
pub(crate) mod pkce;
mod provider;
mod redirect_uri;
mod sealed;

pub use callback::{EndedLogin, LoginCallback, LoginRedirect};
pub use google_token::GoogleToken;
pub use login::{LoginError, LoginErrorKind};

use base64_simd::URL_SAFE_NO_PAD;

/// Returns 256 random bits in base64url: 43 characters.
///
/// Returns `None` when the operating system provides no random bytes.
pub(crate) fn random_text() -> Option<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode_to_string(bytes))
}
