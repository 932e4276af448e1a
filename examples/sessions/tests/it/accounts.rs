//! Registration, log-in, refresh and log-out.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::service::{ACCESS, PASSWORD, REFRESH, Service};

#[tokio::test]
async fn a_registered_user_is_logged_in() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let me = ada.send("GET", "/api/v1/me", "").await.json();
    assert_eq!(me, json!({ "email": "ada@example.com", "name": "ada" }));
}

#[tokio::test]
async fn the_tokens_of_a_log_in_are_in_cookies_that_no_script_reads() {
    let service = Service::start().await;
    service.registered("ada").await;
    let reply = service.browser().log_in("ada", PASSWORD).await;
    let cookies: Vec<&str> = reply
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|line| line.to_str().unwrap())
        .collect();
    assert_eq!(cookies.len(), 2);
    assert!(cookies[0].starts_with(&format!("{ACCESS}=")), "{cookies:?}");
    assert!(
        cookies[1].starts_with(&format!("{REFRESH}=")),
        "{cookies:?}"
    );
    for cookie in cookies {
        for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
    }
    assert_eq!(reply.text, "");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_response() {
    let service = Service::start().await;
    service.registered("ada").await;
    let wrong = service.browser().log_in("ada", "wrong horse").await;
    let unknown = service.browser().log_in("bob", PASSWORD).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        (wrong.status, wrong.text, wrong.headers),
        (unknown.status, unknown.text, unknown.headers)
    );
}

#[tokio::test]
async fn an_address_has_one_account() {
    let service = Service::start().await;
    service.registered("ada").await;
    let form = format!("email=ADA@example.com&name=Other&password={PASSWORD}");
    let mut other = service.browser();
    let reply = other.send("POST", "/api/v1/register", &form).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(other.cookies.is_empty());
}

#[tokio::test]
async fn an_address_a_name_and_a_password_have_bounds() {
    let service = Service::start().await;
    let long = "n".repeat(65);
    for form in [
        format!("email=ada&name=Ada&password={PASSWORD}"),
        format!("email=ada@example.com&name=+&password={PASSWORD}"),
        format!("email=ada@example.com&name={long}&password={PASSWORD}"),
        "email=ada@example.com&name=Ada&password=1234567".to_owned(),
    ] {
        let reply = service
            .browser()
            .send("POST", "/api/v1/register", &form)
            .await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
    }
}

#[tokio::test]
async fn a_refresh_sets_new_cookies() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let before = ada.cookies.clone();
    ada.cookies.remove(ACCESS);
    assert_eq!(ada.status().await, StatusCode::UNAUTHORIZED);
    let reply = ada.send("POST", "/api/v1/refresh", "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_ne!(ada.cookies[REFRESH], before[REFRESH]);
    assert_eq!(ada.status().await, StatusCode::OK);
}

#[tokio::test]
async fn a_log_out_ends_this_session_and_no_other() {
    let service = Service::start().await;
    let mut here = service.registered("ada").await;
    let mut there = service.logged_in("ada").await;
    let stolen = here.cookies.clone();
    let reply = here.send("POST", "/api/v1/logout", "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert!(here.cookies.is_empty());
    here.cookies = stolen;
    assert_eq!(here.status().await, StatusCode::UNAUTHORIZED);
    assert_eq!(there.status().await, StatusCode::OK);
}

#[tokio::test]
async fn a_user_whose_access_token_has_expired_logs_out_with_one_request() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    ada.cookies.remove(ACCESS);
    let reply = ada.send("POST", "/api/v1/logout", "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert!(ada.cookies.is_empty());
}

#[tokio::test]
async fn a_log_out_everywhere_ends_all_sessions_of_the_user() {
    let service = Service::start().await;
    let mut here = service.registered("ada").await;
    let mut there = service.logged_in("ada").await;
    let mut bob = service.registered("bob").await;
    let reply = here.send("POST", "/api/v1/logout/everywhere", "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert!(here.cookies.is_empty());
    assert_eq!(there.status().await, StatusCode::UNAUTHORIZED);
    let refreshed = there.send("POST", "/api/v1/refresh", "").await;
    assert_eq!(refreshed.status, StatusCode::UNAUTHORIZED);
    assert_eq!(bob.status().await, StatusCode::OK);
}

#[tokio::test]
async fn a_user_changes_the_name() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let reply = ada.send("POST", "/api/v1/name", "name=Countess").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(ada.name().await, "Countess");
}

/// Logs in as a program does, and returns the tokens.
async fn tokens(service: &Service) -> Value {
    let form = format!("email=ada@example.com&password={PASSWORD}");
    let reply = service.send("POST", "/api/v1/token", &[], &form).await;
    assert!(!reply.headers.contains_key(header::SET_COOKIE));
    reply.json()
}

#[tokio::test]
async fn a_program_gets_its_tokens_in_the_body() {
    let service = Service::start().await;
    service.registered("ada").await;
    let tokens = tokens(&service).await;
    let access = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let headers = [("authorization", access.as_str())];
    let me = service.send("GET", "/api/v1/me", &headers, "");
    assert_eq!(me.await.json()["name"], "ada");
    let refresh = format!("Bearer {}", tokens["refresh_token"].as_str().unwrap());
    let headers = [("authorization", refresh.as_str())];
    let next = service.send("POST", "/api/v1/token/refresh", &headers, "");
    assert!(next.await.json()["access_token"].is_string());
}

#[tokio::test]
async fn no_page_gets_the_tokens_of_its_cookies_in_a_body() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let reply = ada.send("POST", "/api/v1/token/refresh", "").await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}
