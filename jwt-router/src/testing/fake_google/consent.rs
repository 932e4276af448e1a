//! The consent page of the fake Google, on which a user chooses an account and agrees to the login.

use std::fmt::Write as _;

use axum::{
    extract::{OriginalUri, RawForm, RawQuery, State as Extract},
    response::{Html, IntoResponse, Response},
};
use http::{StatusCode, header};
use reqwest::Url;
use serde_json::Value;

use super::{FakeGoogle, shape::Shape, state::FakeState};

/// An authorization request, which the application sends as the query of the consent page's URL (RFC 6749,
/// section 4.1.1).
#[derive(Clone)]
pub(super) struct Authorization {
    pub(super) shape: Shape,
    /// The URI to which the browser returns after the login. `None` if a test has requested the code without
    /// the consent page; the code is then valid with every redirect URI that the server accepts.
    pub(super) redirect_uri: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) code_challenge: Option<String>,
    /// Whether the request asks for the claim `auth_time` in the ID token.
    pub(super) wants_auth_time: bool,
    state: Option<String>,
    scope: String,
}

type Pairs = Vec<(String, String)>;

impl Authorization {
    /// Returns an authorization request with default values, for a code or an ID token that a test gets without
    /// the consent page. `shape` is the login product that the server imitates, such as Keycloak.
    pub(super) fn unasked(shape: Shape) -> Self {
        Self {
            shape,
            redirect_uri: None,
            nonce: None,
            code_challenge: None,
            wants_auth_time: false,
            state: None,
            scope: "openid email profile".to_owned(),
        }
    }

    /// Parses and checks the query of the consent page's URL. For a query that Google would refuse, returns the
    /// message that the page shows as an error.
    pub(super) fn parse(
        pairs: Pairs,
        shape: Shape,
        state: &FakeState,
    ) -> Result<Self, &'static str> {
        let value = |name: &str| {
            let mut pairs = pairs.iter();
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        };
        if value("client_id").as_deref() != Some(FakeGoogle::CLIENT_ID) {
            return Err("invalid_client: the OAuth client was not found");
        }
        let redirect_uri = value("redirect_uri").ok_or("invalid_request: no redirect_uri")?;
        if !state.knows(&redirect_uri) || Url::parse(&redirect_uri).is_err() {
            return Err("redirect_uri_mismatch: this redirect URI is not registered");
        }
        if value("response_type").as_deref() != Some("code") {
            return Err("unsupported_response_type: write response_type=code");
        }
        let scope = value("scope").ok_or("invalid_request: no scope")?;
        let code_challenge = value("code_challenge");
        if code_challenge.is_some() && value("code_challenge_method").as_deref() != Some("S256") {
            return Err("invalid_request: write code_challenge_method=S256");
        }
        Ok(Self {
            shape,
            redirect_uri: Some(redirect_uri),
            nonce: value("nonce"),
            code_challenge,
            wants_auth_time: value("claims").is_some_and(|claims| wants_auth_time(&claims)),
            state: value("state"),
            scope,
        })
    }

    /// Returns the URL to which the browser is redirected after the user has agreed to the login. The URL contains
    /// a new code for the account with this e-mail address.
    pub(super) fn agree(self, state: &FakeState, email: &str) -> String {
        let scope = self.scope.clone();
        let code = state.new_code(state.account(email), self.clone());
        self.back(&[("code", &code), ("scope", &scope)])
    }

    /// Returns the URL to which the browser is redirected after the user has declined the login. The URL contains
    /// the error `access_denied`.
    pub(super) fn deny(self) -> String {
        self.back(&[("error", "access_denied")])
    }

    fn back(&self, pairs: &[(&str, &str)]) -> String {
        let redirect_uri = self.redirect_uri.as_deref().unwrap_or_default();
        let Ok(mut url) = Url::parse(redirect_uri) else {
            return redirect_uri.to_owned();
        };
        if let Some(state) = &self.state {
            url.query_pairs_mut().append_pair("state", state);
        }
        url.query_pairs_mut().extend_pairs(pairs);
        url.into()
    }
}

/// Returns whether the value of the parameter `claims` requests `auth_time` in the ID token (`OpenID` Connect
/// Core 1.0, section 5.5).
fn wants_auth_time(claims: &str) -> bool {
    let claims: Value = serde_json::from_str(claims).unwrap_or_default();
    claims.pointer("/id_token/auth_time").is_some()
}

/// Serves the consent page, on which the user chooses an account, and presses "Continue" or "Cancel".
pub(super) async fn page(
    Extract(state): Extract<std::sync::Arc<FakeState>>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
) -> Response {
    let pairs = pairs(query.unwrap_or_default().as_bytes());
    let shape = Shape::of_authorization(uri.path()).unwrap_or(Shape::Google);
    match Authorization::parse(pairs.clone(), shape, &state) {
        Ok(_) => Html(html(uri.path(), &pairs, &state)).into_response(),
        Err(error) => refused(error),
    }
}

/// Handles the submitted form of the consent page, and redirects the browser back to the application.
pub(super) async fn pressed(
    Extract(state): Extract<std::sync::Arc<FakeState>>,
    OriginalUri(uri): OriginalUri,
    RawForm(form): RawForm,
) -> Response {
    let pairs = pairs(&form);
    let value = |name: &str| {
        let mut pairs = pairs.iter();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    };
    let (email, answer) = (value("fake_email"), value("fake_answer"));
    let shape = Shape::of_authorization(uri.path()).unwrap_or(Shape::Google);
    let authorization = match Authorization::parse(pairs.clone(), shape, &state) {
        Ok(authorization) => authorization,
        Err(error) => return refused(error),
    };
    let location = match email.filter(|_| answer.as_deref() == Some("allow")) {
        Some(email) => authorization.agree(&state, &email),
        None => authorization.deny(),
    };
    (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
}

fn refused(error: &'static str) -> Response {
    let html = format!(
        "<!doctype html><title>Error</title><p>{}</p>",
        escaped(error)
    );
    (StatusCode::BAD_REQUEST, Html(html)).into_response()
}

fn html(path: &str, pairs: &Pairs, state: &FakeState) -> String {
    let mut hidden = String::new();
    for (name, value) in pairs {
        let (name, value) = (escaped(name), escaped(value));
        // Writing into a `String` does not fail.
        let _ = write!(
            hidden,
            r#"<input type="hidden" name="{name}" value="{value}">"#
        );
    }
    let mut options = String::new();
    for account in &state.accounts {
        let _ = write!(options, r#"<option value="{}">"#, escaped(&account.email));
    }
    let first = state
        .accounts
        .first()
        .map_or("ada@gmail.com", |account| &account.email);
    let (path, first) = (escaped(path), escaped(first));
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in - fake Google</title>
<h1>Fake Google</h1>
<form method="post" action="{path}">
{hidden}
<label>E-mail <input name="fake_email" list="accounts" value="{first}"></label>
<datalist id="accounts">{options}</datalist>
<button name="fake_answer" value="allow">Continue</button>
<button name="fake_answer" value="deny">Cancel</button>
</form>
</html>
"#
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Parses the name-value pairs of a query or a submitted form.
pub(super) fn pairs(form: &[u8]) -> Pairs {
    let mut url = Url::parse("http://localhost/").ok();
    if let (Some(url), Ok(form)) = (&mut url, str::from_utf8(form)) {
        url.set_query(Some(form));
    }
    url.map_or_else(Vec::new, |url| url.query_pairs().into_owned().collect())
}
