use std::fmt;

use axum::{
    Json,
    extract::{FromRequest, Request},
};
use serde::Deserialize;

use super::super::{LoginError, LoginErrorKind};

/// The login request of flask-jwt-router's React client: JSON `{"code": "..", "scope": ".."}`.
///
/// As an argument of a handler, `GoogleLogin` rejects any other request with a [`LoginError`];
/// `Json<GoogleLogin>` rejects it with axum's response. The example of [`Google`](crate::Google) uses it.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct GoogleLogin {
    /// The code that Google gave to the browser.
    pub code: String,
    /// The scopes that the user has granted; the login ignores them.
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
