//! Logins that pages of other origins send.

use tower::ServiceExt as _;

use super::*;

#[tokio::test]
async fn a_login_from_another_origin_sets_no_cookie() {
    let service = Service::host();
    for path in ["/login", "/form", "/copied"] {
        for header in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ] {
            let answer = service.send("POST", path, &[header]).await;
            assert_eq!(answer.status, 403, "{path} {header:?}");
            assert!(answer.body.contains("cross_origin"), "{}", answer.body);
            assert_eq!(
                answer.headers.get_all("set-cookie").iter().count(),
                0,
                "{path} {header:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_login_from_a_page_of_the_application_sets_the_cookies() {
    let service = Service::new(Cookies::host("session").trusted_origin("https://app.example.com"));
    for header in [
        ("sec-fetch-site", "same-origin"),
        ("origin", OWN),
        ("origin", "https://app.example.com"),
    ] {
        let answer = service.send("POST", "/login", &[header]).await;
        assert_eq!(
            answer.headers.get_all("set-cookie").iter().count(),
            2,
            "{header:?}"
        );
    }
}

#[tokio::test]
async fn a_login_by_get_comes_from_any_page() {
    let service = Service::host();
    let answer = service
        .send("GET", "/callback", &[("sec-fetch-site", "cross-site")])
        .await;
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 2);
}

#[tokio::test]
async fn a_refresh_from_another_origin_sets_no_cookie() {
    let service = Service::host();
    let pair = service.jwt.start_session(&ada()).await.unwrap();
    let bearer = format!("Bearer {}", pair.refresh_token().as_str());
    let headers = [
        ("authorization", bearer.as_str()),
        ("origin", "https://evil.example"),
    ];
    assert_eq!(service.send("POST", "/refresh", &headers).await.status, 403);
}

#[tokio::test]
async fn a_login_in_a_nested_router_from_another_origin_sets_no_cookie() {
    let service = Service::host();
    let nested = Router::new().nest("/shop", service.app.into_router());
    for (site, expected) in [("cross-site", 403), ("same-origin", 204)] {
        let request = request("POST", "/shop/login").with("sec-fetch-site", site.as_bytes());
        let answer = Answer::read(nested.clone().oneshot(request).await.unwrap()).await;
        assert_eq!(answer.status, expected, "{site}");
    }
}

// A page of any site can open a WebSocket, and browsers keep the cookies of the response.
#[tokio::test]
async fn a_login_by_a_websocket_from_another_origin_sets_no_cookie() {
    let service = Service::host();
    for opening in [("upgrade", "websocket"), ("sec-websocket-key", "x")] {
        let headers = [("origin", "https://evil.example"), opening];
        let answer = service.send("GET", "/callback", &headers).await;
        assert_eq!(answer.status, 403, "{opening:?}");
        assert!(!answer.headers.contains_key("set-cookie"), "{opening:?}");
    }
}

#[tokio::test]
async fn no_header_turns_a_login_by_post_into_one_by_get() {
    let service = Service::host();
    for name in [
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
    ] {
        let headers = [("sec-fetch-site", "cross-site"), (name, "GET")];
        let answer = service.send("POST", "/login", &headers).await;
        assert_eq!(answer.status, 403, "{name}");
        assert!(!answer.headers.contains_key("set-cookie"), "{name}");
    }
}
