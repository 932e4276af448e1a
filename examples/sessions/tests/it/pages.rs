//! The pages, without a browser.

use axum::http::{StatusCode, header};

use crate::service::Service;

#[tokio::test]
async fn each_page_runs_only_its_own_scripts() {
    let service = Service::start().await;
    for path in ["/", "/login", "/password", "/assets/api.js"] {
        let page = service.send("GET", path, &[], "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let policy = &page.headers[header::CONTENT_SECURITY_POLICY];
        let policy = policy.to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    }
}

#[tokio::test]
async fn each_file_that_a_page_names_is_served() {
    let service = Service::start().await;
    for path in ["/", "/login", "/password"] {
        let page = service.send("GET", path, &[], "").await;
        let files: Vec<&str> = page
            .text
            .split('"')
            .filter(|text| text.starts_with("/assets/"))
            .collect();
        assert_eq!(files.len(), 2, "{path}");
        for file in files {
            let reply = service.send("GET", file, &[], "").await;
            assert_eq!(reply.status, StatusCode::OK, "{file}");
        }
    }
}

#[tokio::test]
async fn an_unknown_file_is_404() {
    let service = Service::start().await;
    let reply = service.send("GET", "/assets/routes.lock", &[], "").await;
    assert_eq!(reply.status, StatusCode::NOT_FOUND);
}
