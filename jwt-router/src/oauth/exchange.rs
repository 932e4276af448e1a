//! A code for tokens: the token endpoint ([RFC 6749, section 4.1.3]).
//!
//! [RFC 6749, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3

use serde::{Deserialize, Serialize};

use super::{
    LoginError, LoginErrorKind,
    provider::{ProviderClient, ProviderError},
};
use crate::http_client::Endpoint;

/// What is sent to redeem a code; serde writes it as a form, so that no letter of the code is
/// taken for a separator.
#[derive(Serialize)]
pub(crate) struct Exchange<'c> {
    pub(crate) code: &'c str,
    pub(crate) client_id: &'c str,
    pub(crate) client_secret: &'c str,
    pub(crate) redirect_uri: &'c str,
    pub(crate) grant_type: &'static str,
    /// RFC 7636, section 4.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code_verifier: Option<&'c str>,
}

/// The provider's tokens.
#[derive(Deserialize)]
pub(crate) struct Tokens {
    #[serde(default)]
    pub(crate) access_token: Option<String>,
    #[serde(default)]
    pub(crate) id_token: Option<String>,
}

/// Why a code was not redeemed (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Exchange<'_> {
    /// Redeems the code.
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
                // Whatever else is wrong with the request, we wrote it.
                _ => ProviderError::Client.into(),
            });
        }
        Ok(answer.json()?)
    }
}
