//! Where a login sends the browser, and where the provider sends it back.

use axum::Json;
use jwt_router::{App, Google, GoogleToken, LoginCallback, LoginError, LoginRedirect, prelude::*};
use jwt_router_tests::{Answer, RequestExt as _, block_on, get, request};
use serde_json::json;

use super::{OTHER_REDIRECT, REDIRECT, fake, is_refused, jwt, provider, token_of};

#[derive(serde::Deserialize)]
struct BeginAt {
    redirect_uri: String,
}

#[whitelist(POST, "/begin-at", register = false)]
async fn begin_at(google: Google, Json(at): Json<BeginAt>) -> Result<LoginRedirect, LoginError> {
    google.begin_with_redirect(&at.redirect_uri)
}

#[whitelist(GET, "/done", register = false)]
async fn done(google: Google, callback: LoginCallback) -> Result<GoogleToken, LoginError> {
    google.finish(callback).await
}

async fn begin(app: &App, redirect_uri: &str) -> Answer {
    let body = json!({"redirect_uri": redirect_uri}).to_string();
    request("POST", "/begin-at").json(&body).sent_to(app).await
}

// RFC 9700, section 4.12: with 307, the browser would send the body of a login form on to the provider.
#[test]
fn a_redirect_to_the_provider_makes_a_get_of_a_post() {
    block_on(async {
        let fake = fake().await;
        let app = jwt(provider(&fake)).app_with((), routes![begin_at]);
        let answer = begin(&app.build().unwrap(), REDIRECT).await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").starts_with(fake.url()));
    });
}

// RFC 9700, section 2.1.
#[test]
fn a_login_begins_with_a_redirect_uri_of_the_list_letter_for_letter() {
    block_on(async {
        let fake = fake().await;
        let app = jwt(provider(&fake)).app_with((), routes![begin_at, done]);
        let app = app.build().unwrap();
        for uri in [
            "https://app.example.com/other/",
            "https://app.example.com/OTHER",
            "https://app.example.com:443/other",
            "https://app.example.com/other?next=https://evil.example",
            "https://app.example.com.evil.example/other",
            "https://evil.example/",
            "",
        ] {
            let answer = begin(&app, uri).await;
            is_refused(&answer, 400, "invalid_redirect_uri");
            assert_eq!(answer.header("location"), "", "{uri}");
            assert_eq!(answer.header("set-cookie"), "", "{uri}");
        }
        for uri in [REDIRECT, OTHER_REDIRECT] {
            let answer = begin(&app, uri).await;
            let back = fake.sign_in(answer.header("location"), "ada@gmail.com");
            let back = back.unwrap();
            let query = back.strip_prefix(uri).unwrap();
            let cookie = answer.header("set-cookie").split(';').next().unwrap();
            // The URI of the login is sent with its code, and the provider compares the two.
            let callback = get(&format!("/done?{}", &query[1..])).with("cookie", cookie.as_bytes());
            token_of(&callback.sent_to(&app).await);
        }
    });
}
