//! A forgotten password.

use axum::http::StatusCode;

use crate::service::{ACCESS, Browser, ORIGIN, PASSWORD, Reply, Service};

const NEW: &str = "battery staple";

async fn forget(service: &Service, name: &str) -> Reply {
    let form = format!("email={name}@example.com");
    let mut browser = service.browser();
    browser
        .send("POST", "/api/v1/password/forgotten", &form)
        .await
}

/// Returns the token of a new link.
async fn link(service: &Service, name: &str) -> String {
    forget(service, name).await;
    let letter = service.letter().unwrap();
    let (page, token) = letter.link.split_once('#').unwrap();
    assert_eq!(page, format!("{ORIGIN}/password"));
    token.to_owned()
}

/// Sets a password as the page of the link does.
async fn set(browser: &mut Browser<'_>, token: &str) -> StatusCode {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("sec-fetch-site", "same-origin"),
    ];
    let form = format!("password={NEW}");
    let reply = browser.send_with(&headers, "POST", "/api/v1/password", &form);
    reply.await.status
}

#[tokio::test]
async fn the_letter_goes_to_the_user() {
    let service = Service::start().await;
    service.registered("ada").await;
    assert_eq!(forget(&service, "ADA").await.status, StatusCode::ACCEPTED);
    assert_eq!(service.letter().unwrap().to, "ada@example.com");
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_response_and_no_letter() {
    let service = Service::start().await;
    service.registered("ada").await;
    let (known, unknown) = (forget(&service, "ada").await, forget(&service, "bob").await);
    assert_eq!(
        (known.status, known.text, known.headers),
        (unknown.status, unknown.text, unknown.headers)
    );
    service.letter().unwrap();
    assert!(service.letter().is_none());
}

#[tokio::test]
async fn the_link_sets_a_password() {
    let service = Service::start().await;
    service.registered("ada").await;
    let link = link(&service, "ada").await;
    let status = set(&mut service.browser(), &link).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let old = service.browser().log_in("ada", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNAUTHORIZED);
    let new = service.browser().log_in("ada", NEW).await;
    assert_eq!(new.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let link = link(&service, "ada").await;
    set(&mut service.browser(), &link).await;
    assert_eq!(ada.status().await, StatusCode::UNAUTHORIZED);
    let refreshed = ada.send("POST", "/api/v1/refresh", "").await;
    assert_eq!(refreshed.status, StatusCode::UNAUTHORIZED);
    let mut new = service.browser();
    new.log_in("ada", NEW).await;
    let devices = new.send("GET", "/api/v1/devices", "").await.json();
    assert_eq!(devices.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_log_in_with_the_old_password_does_not_outlive_a_new_one() {
    let service = Service::start().await;
    service.registered("ada").await;
    let mut thief = service.browser();
    // The database has one connection: the log-in reads the user, and the password changes while its hash is compared.
    let change = "update users set password_hash = 'another', token_version = token_version + 1";
    let change = sqlx::query(change).execute(&service.db);
    let (_, changed) = tokio::join!(thief.log_in("ada", PASSWORD), change);
    assert_eq!(changed.unwrap().rows_affected(), 1);
    assert_eq!(thief.status().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_user_who_is_logged_in_can_use_the_link() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let link = link(&service, "ada").await;
    assert_eq!(set(&mut ada, &link).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_new_password_spends_every_link() {
    let service = Service::start().await;
    service.registered("ada").await;
    let used = link(&service, "ada").await;
    let other = link(&service, "ada").await;
    let mut browser = service.browser();
    assert_eq!(set(&mut browser, &used).await, StatusCode::NO_CONTENT);
    assert_eq!(set(&mut browser, &used).await, StatusCode::UNAUTHORIZED);
    assert_eq!(set(&mut browser, &other).await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn one_of_two_requests_with_a_link_sets_the_password() {
    let service = Service::start().await;
    service.registered("ada").await;
    let link = link(&service, "ada").await;
    let (mut one, mut two) = (service.browser(), service.browser());
    let (one, two) = tokio::join!(set(&mut one, &link), set(&mut two, &link));
    let mut statuses = [one, two];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::NO_CONTENT, StatusCode::UNAUTHORIZED]);
}

#[tokio::test]
async fn an_access_token_sets_no_password() {
    let service = Service::start().await;
    let ada = service.registered("ada").await;
    let status = set(&mut service.browser(), &ada.cookies[ACCESS]).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_link_is_no_log_in() {
    let service = Service::start().await;
    service.registered("ada").await;
    let bearer = format!("Bearer {}", link(&service, "ada").await);
    let headers = [("authorization", bearer.as_str())];
    let reply = service.send("GET", "/api/v1/me", &headers, "").await;
    assert_eq!(reply.status, StatusCode::UNAUTHORIZED);
}
