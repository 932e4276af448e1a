//! Reads the claims about the user from a verified ID token.

use serde::Deserialize;
use serde_json::Value;

use super::{LoginError, LoginErrorKind, provider::ProviderError};
use crate::{
    issuer::{JwsError, RemoteKeys, verify_id_token},
    jwt::claims::{NumericDate, Rules},
};

/// How far the clocks of the provider and of this machine may differ, in seconds.
pub(crate) const LEEWAY: i64 = 30;

/// The claims about a user ([OpenID Connect Core 1.0, section 5.1]), and Google's `hd`.
///
/// [OpenID Connect Core 1.0, section 5.1]: https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims
#[derive(Deserialize)]
pub(crate) struct UserClaims {
    pub(crate) sub: String,
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// Any JSON value, of which only `true` counts. If this field were a `bool`, the values `"true"` and `1`
    /// would make the whole token invalid.
    #[serde(default)]
    pub(crate) email_verified: Value,
    #[serde(default)]
    pub(crate) hd: Option<String>,
    #[serde(default)]
    pub(crate) name: Option<String>,
    #[serde(default)]
    pub(crate) picture: Option<String>,
    /// When the user authenticated at the provider, which may be long before this login.
    #[serde(default)]
    pub(crate) auth_time: Option<NumericDate>,
    /// The level at which the user authenticated at the provider: a JSON value of any type.
    #[serde(default)]
    pub(crate) acr: Option<Value>,
    /// The methods by which the user authenticated at the provider: a JSON value of any type.
    #[serde(default)]
    pub(crate) amr: Option<Value>,
}

impl UserClaims {
    /// Verifies an ID token of at most `maximum` bytes at the time `now`, in seconds since 1970, and returns the
    /// claims about its user.
    ///
    /// # Errors
    ///
    /// Returns [`LoginErrorKind::InvalidIdToken`] when the token is invalid, and
    /// [`LoginErrorKind::ProviderUnavailable`] when the provider's keys cannot be fetched.
    pub(crate) async fn verify(
        id_token: &str,
        maximum: usize,
        keys: &RemoteKeys,
        rules: Rules<'_>,
        now: i64,
    ) -> Result<Self, LoginError> {
        let claims = verify_id_token(id_token.as_bytes(), maximum, keys, rules, now).await;
        claims.map_err(|error| match error {
            JwsError::Token(fault) => {
                LoginError::because(LoginErrorKind::InvalidIdToken, fault.code())
            }
            JwsError::Unavailable | JwsError::UnknownKey => ProviderError::NoKeys.into(),
        })
    }
}
