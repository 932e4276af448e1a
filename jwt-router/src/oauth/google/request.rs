use std::fmt;

use axum::{
    Json,
    extract::{FromRequest, Request},
};
use serde::Deserialize;

use super::super::{LoginError, LoginErrorKind};

/// The request with which the React client logs in: JSON `{"code": "..", "scope": ".."}`.
///
/// As an argument it answers what is no such request as a [`LoginError`]; `Json<GoogleLogin>` does
/// it in axum's words.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct GoogleLogin {
    /// The code that Google gave to the browser.
    pub code: String,
    /// What the user agreed to; nothing is decided by it.
    #[serde(default)]
    pub scope: Option<String>,
}

impl<S: Send + Sync> FromRequest<S> for GoogleLogin {
    type Rejection = LoginError;

    async fn from_request(request: Request, state: &S) -> Result<Self, LoginError> {
        let json = Json::from_request(request, state).await;
        json.map(|Json(login)| login)
            .map_err(|_| LoginErrorKind::InvalidRequest.into())
    }
}

impl fmt::Debug for GoogleLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleLogin(..)")
    }
}
