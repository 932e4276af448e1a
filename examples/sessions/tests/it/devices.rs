//! The list of devices.

use axum::http::StatusCode;
use serde_json::Value;

use crate::service::{Browser, Service};

async fn devices(browser: &mut Browser<'_>) -> Vec<Value> {
    let list = browser.send("GET", "/api/v1/devices", "").await.json();
    list.as_array().unwrap().clone()
}

/// Returns the identifier of the device that the browser is, or the first that it is not.
async fn id(browser: &mut Browser<'_>, is_this: bool) -> String {
    let devices = devices(browser).await;
    let found = devices.iter().find(|device| device["is_this"] == is_this);
    found.unwrap()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_device_has_the_name_of_its_browser_and_system() {
    let service = Service::start().await;
    service.registered("ada").await;
    for (agent, name) in [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
             Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 \
             (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("curl/8.14.1", "curl"),
        ("", "unknown device"),
    ] {
        let mut browser = service.browser();
        browser.agent = agent;
        browser.log_in("ada", crate::service::PASSWORD).await;
        let devices = devices(&mut browser).await;
        let this = devices.iter().find(|device| device["is_this"] == true);
        assert_eq!(this.unwrap()["label"], name);
    }
}

#[tokio::test]
async fn the_list_has_each_device_and_marks_this_one() {
    let service = Service::start().await;
    let mut here = service.registered("ada").await;
    let mut there = service.logged_in("ada").await;
    service.registered("bob").await;
    assert_eq!(devices(&mut here).await.len(), 2);
    assert_eq!(id(&mut here, true).await, id(&mut there, false).await);
    assert_eq!(id(&mut here, false).await, id(&mut there, true).await);
}

#[tokio::test]
async fn a_device_is_logged_out_from_another_one() {
    let service = Service::start().await;
    let mut here = service.registered("ada").await;
    let mut there = service.logged_in("ada").await;
    let path = format!("/api/v1/devices/{}", id(&mut here, false).await);
    let reply = here.send("DELETE", &path, "").await;
    assert_eq!(reply.status, StatusCode::NO_CONTENT);
    assert_eq!(there.status().await, StatusCode::UNAUTHORIZED);
    assert_eq!(devices(&mut here).await.len(), 1);
}

#[tokio::test]
async fn the_device_of_another_user_stays_logged_in() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let mut bob = service.registered("bob").await;
    let path = format!("/api/v1/devices/{}", id(&mut bob, true).await);
    ada.send("DELETE", &path, "").await;
    assert_eq!(bob.status().await, StatusCode::OK);
}

#[tokio::test]
async fn a_text_that_is_no_identifier_is_404() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    let reply = ada.send("DELETE", "/api/v1/devices/1", "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
