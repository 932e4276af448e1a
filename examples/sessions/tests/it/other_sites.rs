//! Requests of pages of other sites and origins, as browsers send them.

use axum::http::{StatusCode, header};

use crate::service::{PASSWORD, Service};

const OTHERS: [&str; 2] = ["same-site", "cross-site"];

#[tokio::test]
async fn another_origin_changes_nothing() {
    let service = Service::start().await;
    let mut ada = service.registered("ada").await;
    for site in OTHERS {
        for (path, form) in [
            ("/api/v1/name", "name=Mallory"),
            ("/api/v1/logout", ""),
            ("/api/v1/logout/everywhere", ""),
            ("/api/v1/refresh", ""),
        ] {
            let headers = [("sec-fetch-site", site)];
            let reply = ada.send_with(&headers, "POST", path, form).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{path}");
            assert_eq!(reply.error(), "cross_origin", "{path}");
            assert_eq!(ada.name().await, "ada", "{path}");
        }
    }
}

#[tokio::test]
async fn another_origin_logs_nobody_in() {
    let service = Service::start().await;
    service.registered("mallory").await;
    let form = format!("email=mallory@example.com&password={PASSWORD}");
    for site in OTHERS {
        let mut victim = service.browser();
        let headers = [("sec-fetch-site", site)];
        let reply = victim
            .send_with(&headers, "POST", "/api/v1/login", &form)
            .await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert!(!reply.headers.contains_key(header::SET_COOKIE));
    }
}
