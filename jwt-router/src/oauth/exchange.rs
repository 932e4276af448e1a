//! Exchanges a code for tokens at the provider's token endpoint ([RFC 6749, section 4.1.3]).
//!
//! [RFC 6749, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3

use serde::{Deserialize, Serialize};

use super::{
    LoginError, LoginErrorKind,
    provider::{ProviderClient, ProviderError},
};
use crate::http_client::Endpoint;

/// The parameters of a token request. They are sent as a form that serde encodes, so that a character of the
/// code cannot act as a separator.
#[derive(Serialize)]
pub(crate) struct Exchange<'c> {
    pub(crate) code: &'c str,
    pub(crate) client_id: &'c str,
    pub(crate) client_secret: &'c str,
    pub(crate) redirect_uri: &'c str,
    pub(crate) grant_type: &'static str,
    /// The PKCE verifier (RFC 7636, section 4.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code_verifier: Option<&'c str>,
}

/// The tokens that the provider issues for a code.
#[derive(Deserialize)]
pub(crate) struct Tokens {
    #[serde(default)]
    pub(crate) access_token: Option<String>,
    #[serde(default)]
    pub(crate) id_token: Option<String>,
}

/// The body of the response that refuses a token request (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Exchange<'_> {
    /// Sends the token request, and returns the tokens.
    ///
    /// # Errors
    ///
    /// Returns [`LoginErrorKind::InvalidCode`] when the provider refuses the code, and
    /// [`LoginErrorKind::ProviderUnavailable`] for every other failure.
    pub(crate) async fn redeem(
        &self,
        http: &ProviderClient,
        endpoint: &Endpoint,
    ) -> Result<Tokens, LoginError> {
        let answer = http.post(endpoint, self).await?;
        if matches!(answer.status(), 400 | 401) {
            let refused: Refused = answer.any_json()?;
            return Err(match refused.error.as_str() {
                "invalid_grant" => LoginErrorKind::InvalidCode.into(),
                // Everything but the code is from this program, so any other refusal is a fault of its set-up.
                _ => ProviderError::Client.into(),
            });
        }
        Ok(answer.json()?)
    }
}
