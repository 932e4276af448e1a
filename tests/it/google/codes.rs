//! Codes: what the React client sends, and what reaches the provider.

use jwt_router::testing::FakeGoogle;
use jwt_router_tests::{RequestExt as _, block_on, claims_of, get, request};
use serde_json::json;

use super::{OTHER_REDIRECT, REDIRECT, app, fake, is_refused, jwt, log_in, provider, token_of};

#[test]
fn a_code_is_answered_with_a_token_of_ours() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
        let claims = claims_of(&token);
        assert_eq!(
            (&claims["table_name"], &claims["id"]),
            (&json!("people"), &json!(1))
        );
        let me = get("/me").bearer(&token).sent_to(&app).await;
        me.is(200, "1 ada@gmail.com");
        let header = format!("Bearer {token}");
        let me = get("/me").with("x-auth-token", header.as_bytes());
        me.sent_to(&app).await.is(200, "1 ada@gmail.com");
    });
}

#[test]
fn a_code_is_good_once() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let code = fake.code("ada@gmail.com");
        token_of(&log_in(&app, &code).await);
        is_refused(&log_in(&app, &code).await, 400, "invalid_code");
    });
}

#[test]
fn a_code_that_the_provider_refuses_is_400() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        is_refused(&log_in(&app, "4/unknown").await, 400, "invalid_code");
    });
}

// SECURITY.md, rule 10: the secret and the code travel in a form, never in a URL.
#[test]
fn every_letter_of_a_code_reaches_the_provider_in_the_body() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let code = "4/a&b=c#d+e%20f g\u{e4}?grant_type=x";
        is_refused(&log_in(&app, code).await, 400, "invalid_code");
        let requests = fake.requests();
        let [asked] = requests.as_slice() else {
            panic!("one request reaches the provider, not {requests:?}");
        };
        assert_eq!(
            (asked.method.as_str(), asked.path.as_str()),
            ("POST", "/token")
        );
        assert_eq!(asked.query, None);
        let form: Vec<(&str, &str)> = asked
            .form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let expected = [
            ("code", code),
            ("client_id", FakeGoogle::CLIENT_ID),
            ("client_secret", FakeGoogle::CLIENT_SECRET),
            ("redirect_uri", REDIRECT),
            ("grant_type", "authorization_code"),
        ];
        assert_eq!(form, expected);
    });
}

#[test]
fn a_request_without_a_code_reaches_nobody() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        for body in [
            "",
            "{}",
            "[]",
            "null",
            r#"{"code":null}"#,
            r#"{"code":1}"#,
            r#"{"code":["4/a"]}"#,
            r#"{"code":{"$ne":""}}"#,
            r#"{"code":""}"#,
            r#"{"code":"4/a","code":"4/b"}"#,
            r#"{"scope":"openid"}"#,
            "code=4/a",
        ] {
            let answer = request("POST", "/login").json(body).sent_to(&app).await;
            is_refused(&answer, 400, "invalid_request");
        }
        let long = "x".repeat(10_000);
        is_refused(&log_in(&app, &long).await, 400, "invalid_request");
        let form = request("POST", "/login").with("content-type", b"text/plain");
        is_refused(&form.sent_to(&app).await, 400, "invalid_request");
        assert_eq!(fake.requests(), []);
    });
}

#[test]
fn a_redirect_uri_is_one_of_the_list_letter_for_letter() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        for (uri, is_known) in [
            (REDIRECT, true),
            (OTHER_REDIRECT, true),
            ("https://app.example.com/other/", false),
            ("https://app.example.com/OTHER", false),
            ("https://app.example.com:443/other", false),
            ("https://app.example.com/other/../other", false),
            ("https://app.example.com.evil.example/other", false),
            ("https://evil.example/", false),
            ("", false),
        ] {
            let code = fake.code("ada@gmail.com");
            let body = json!({"code": code, "redirect_uri": uri}).to_string();
            let request = request("POST", "/login-at").json(&body);
            let before = fake.requests().len();
            let answer = request.sent_to(&app).await;
            if is_known {
                token_of(&answer);
                let requests = fake.requests();
                let asked = requests
                    .iter()
                    .rfind(|asked| asked.path == "/token")
                    .unwrap();
                assert_eq!(asked.value("redirect_uri"), Some(uri));
            } else {
                is_refused(&answer, 400, "invalid_redirect_uri");
                assert_eq!(fake.requests().len(), before, "{uri}");
            }
        }
    });
}

#[test]
fn a_login_error_reflects_nothing_of_the_request() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let answer = log_in(&app, "4/marker").await;
        assert!(!format!("{answer:?}").contains("marker"));
    });
}
