//! The endpoints of a fake Google that applications call, and the faults that affect all of them.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json, Router,
    body::{Body, Bytes, to_bytes},
    extract::{OriginalUri, Path, Request, State as Extract},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};

use super::{
    FakeFault, FakeGoogle,
    consent::{self, pairs},
    id_token::id_token,
    shape::Shape,
    state::{FakeRequest, FakeState, Grant, IssuedToken},
};
use crate::oauth;

/// The maximum length of a request's body, in bytes. The fake Google refuses a longer body with 413.
const MAXIMUM_LENGTH: usize = 1024 * 1024;

pub(super) fn router(state: &Arc<FakeState>) -> Router {
    let consent = || get(consent::page).post(consent::pressed);
    let info = || get(token_info).post(token_info);
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/token", post(token))
        .route("/tokeninfo", info())
        .route("/v1/userinfo", get(user_info))
        .route("/oauth2/v2/userinfo", get(user_info))
        .route("/oauth2/v3/certs", get(keys))
        .route(
            "/realms/{realm}/.well-known/openid-configuration",
            get(discovery_of_realm),
        )
        .route("/realms/{realm}/protocol/openid-connect/token", post(token))
        .route(
            "/realms/{realm}/protocol/openid-connect/userinfo",
            get(user_info),
        )
        .route("/realms/{realm}/protocol/openid-connect/certs", get(keys))
        .route(
            "/auth0/.well-known/openid-configuration",
            get(discovery_of_auth0),
        )
        .route("/auth0/.well-known/jwks.json", get(keys))
        .route("/auth0/oauth/token", post(token))
        .route("/auth0/userinfo", get(user_info))
        .layer(from_fn_with_state(Arc::clone(state), fail))
        .route("/o/oauth2/v2/auth", consent())
        .route("/realms/{realm}/protocol/openid-connect/auth", consent())
        .route("/auth0/authorize", consent())
        .layer(from_fn_with_state(Arc::clone(state), record))
        .with_state(Arc::clone(state))
}

async fn record(Extract(state): Extract<Arc<FakeState>>, request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAXIMUM_LENGTH).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    state.record(FakeRequest {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        form: pairs(&body),
    });
    next.run(Request::from_parts(head, Body::from(body))).await
}

async fn fail(Extract(state): Extract<Arc<FakeState>>, request: Request, next: Next) -> Response {
    if state.has(FakeFault::Hanging) {
        return std::future::pending().await;
    }
    if state.has(FakeFault::ServerError) {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if state.has(FakeFault::Redirect) {
        let location = [(header::LOCATION, format!("{}/elsewhere", state.base))];
        return (StatusCode::TEMPORARY_REDIRECT, location).into_response();
    }
    if state.has(FakeFault::NotJson) {
        return "<html>".into_response();
    }
    if state.has(FakeFault::Huge) {
        return vec![b' '; 15 * 1024 * 1024].into_response();
    }
    next.run(request).await
}

async fn discovery(Extract(state): Extract<Arc<FakeState>>) -> Json<Value> {
    Json(Shape::Google.discovery(&state.base))
}

async fn discovery_of_realm(
    Extract(state): Extract<Arc<FakeState>>,
    Path(realm): Path<String>,
) -> Json<Value> {
    Json(Shape::Keycloak(realm).discovery(&state.base))
}

async fn discovery_of_auth0(Extract(state): Extract<Arc<FakeState>>) -> Json<Value> {
    Json(Shape::Auth0.discovery(&state.base))
}

async fn keys(Extract(state): Extract<Arc<FakeState>>) -> Response {
    if state.has(FakeFault::KeysUnavailable) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Json(json!({"keys": [state.key().jwk()]})).into_response()
}

/// Returns an error response in the format of RFC 6749, section 5.2, with an error code such as `invalid_grant`.
fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({"error": error}))).into_response()
}

async fn token(Extract(state): Extract<Arc<FakeState>>, form: Bytes) -> Response {
    let form: HashMap<String, String> = pairs(&form).into_iter().collect();
    let value = |name: &str| form.get(name).map_or("", String::as_str);
    if value("grant_type") != "authorization_code" {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    let is_client = value("client_id") == FakeGoogle::CLIENT_ID
        && value("client_secret") == FakeGoogle::CLIENT_SECRET;
    if !is_client {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    // The code becomes invalid, even if a check below refuses the request.
    let Some(grant) = state.redeem(value("code")) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let Grant { authorization, .. } = &grant;
    let redirect_uri = value("redirect_uri");
    let is_known = || state.knows(redirect_uri);
    let asked = authorization.redirect_uri.as_ref();
    if !asked.map_or_else(is_known, |asked| asked == redirect_uri) {
        return refused(StatusCode::BAD_REQUEST, "redirect_uri_mismatch");
    }
    let verifier = form.get("code_verifier");
    let challenge = verifier.map(|verifier| oauth::pkce::challenge(verifier));
    // RFC 7636, section 4.6.
    if authorization.code_challenge != challenge {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    let mut tokens = json!({
        "access_token": state.new_token(grant.account.clone()),
        "expires_in": 3599,
        "scope": "openid email profile",
        "token_type": "Bearer",
    });
    if let Some(tokens) = tokens.as_object_mut()
        && !state.has(FakeFault::NoIdToken)
    {
        tokens.insert("id_token".to_owned(), json!(id_token(&state, &grant)));
    }
    Json(tokens).into_response()
}

/// Responds with the claims of an access token. All values are strings, as in Google's response.
async fn token_info(
    Extract(state): Extract<Arc<FakeState>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    form: Bytes,
) -> Response {
    let mut sent = pairs(uri.query().unwrap_or_default().as_bytes());
    sent.extend(pairs(&form));
    let named = sent.into_iter().find(|(name, _)| name == "access_token");
    let token = named.map(|(_, token)| token).or_else(|| bearer(&headers));
    let Some(given) = token.and_then(|token| state.token(&token)) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_token");
    };
    let client = if state.has(FakeFault::WrongAudience) {
        "another-client"
    } else {
        FakeGoogle::CLIENT_ID
    };
    let IssuedToken { account, expires } = given;
    let now = state.now();
    let expires = if state.has(FakeFault::Expired) {
        now.saturating_sub(3600)
    } else {
        expires
    };
    Json(json!({
        "azp": client,
        "aud": client,
        "sub": account.subject,
        "scope": "openid email profile",
        "exp": expires.to_string(),
        "expires_in": expires.saturating_sub(now).max(0).to_string(),
        "email": account.email,
        "email_verified": (!state.has(FakeFault::EmailUnverified)).to_string(),
    }))
    .into_response()
}

async fn user_info(Extract(state): Extract<Arc<FakeState>>, headers: HeaderMap) -> Response {
    let token = bearer(&headers);
    let Some(given) = token.and_then(|token| state.token(&token)) else {
        return refused(StatusCode::UNAUTHORIZED, "invalid_token");
    };
    let account = given.account;
    let is_verified = !state.has(FakeFault::EmailUnverified);
    Json(json!({
        // Version 2 of the endpoint has the names `id` and `verified_email`.
        "id": account.subject,
        "sub": account.subject,
        "email": account.email,
        "verified_email": is_verified,
        "email_verified": is_verified,
        "name": account.name,
        "hd": account.hosted_domain,
    }))
    .into_response()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}
