//! From which pages the guard takes a cookie.

use super::*;

/// The status of a request with a user's cookie and these headers.
async fn status(
    service: &Service,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
) -> u16 {
    let cookie = service.logged_in().await;
    let mut sent = vec![("cookie", cookie.as_str())];
    sent.extend(headers);
    service.send(method, path, &sent).await.status
}

async fn check(headers: &[(&'static str, &str)], expected: u16) {
    let service = Service::new(Cookies::host("session").trusted_origin("https://app.example.com"));
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let found = status(&service, method, "/pay", headers).await;
        assert_eq!(found, expected, "{method} {headers:?}");
    }
    assert_eq!(
        status(&service, "GET", "/me", headers).await,
        200,
        "GET {headers:?}"
    );
}

#[tokio::test]
async fn a_page_of_the_same_origin_may_write() {
    check(&[("sec-fetch-site", "same-origin")], 200).await;
    check(&[("sec-fetch-site", "none")], 200).await;
    check(&[("origin", OWN)], 200).await;
    check(&[("origin", OWN), ("sec-fetch-site", "same-origin")], 200).await;
}

#[tokio::test]
async fn a_page_of_another_site_may_not_write() {
    check(&[("sec-fetch-site", "cross-site")], 403).await;
    check(&[("sec-fetch-site", "same-site")], 403).await;
    check(&[("sec-fetch-site", "anything")], 403).await;
    check(&[("origin", "https://evil.example")], 403).await;
    check(&[("origin", "null")], 403).await;
    check(&[("origin", "")], 403).await;
}

#[tokio::test]
async fn what_the_browser_says_of_the_site_outweighs_the_origin() {
    check(&[("sec-fetch-site", "cross-site"), ("origin", OWN)], 403).await;
    check(&[("sec-fetch-site", "same-site"), ("origin", OWN)], 403).await;
}

#[tokio::test]
async fn a_page_of_a_trusted_origin_may_write() {
    let origin = ("origin", "https://app.example.com");
    check(&[origin], 200).await;
    check(&[origin, ("sec-fetch-site", "same-site")], 200).await;
    check(&[origin, ("sec-fetch-site", "cross-site")], 200).await;
}

#[tokio::test]
async fn only_exactly_the_trusted_origin_is_trusted() {
    for origin in [
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://app.example.com.evil.example",
        "https://evil-app.example.com",
        "https://app.example.com/",
        "HTTPS://APP.EXAMPLE.COM",
    ] {
        check(&[("origin", origin)], 403).await;
    }
}

#[tokio::test]
async fn a_request_that_says_nothing_of_its_page_may_not_write() {
    check(&[], 403).await;
}

#[tokio::test]
async fn a_header_about_the_page_counts_once_only() {
    check(&[("origin", OWN), ("origin", "https://evil.example")], 403).await;
    let twice = [
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-site", "cross-site"),
    ];
    check(&twice, 403).await;
}

#[tokio::test]
async fn plain_http_is_another_origin() {
    check(&[("origin", "http://example.com")], 403).await;
}

#[tokio::test]
async fn the_port_is_part_of_the_origin() {
    check(&[("origin", "https://example.com:8443")], 403).await;
}

async fn check_on(host: &str, origin: &str, expected: u16) {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let request = request("POST", "/pay")
        .with("cookie", cookie.as_bytes())
        .with("host", host.as_bytes())
        .with("origin", origin.as_bytes());
    let answer = request.sent_to(&service.app).await;
    assert_eq!(answer.status, expected, "{host} {origin}");
}

#[tokio::test]
async fn plain_http_of_this_machine_is_its_own_origin() {
    check_on("localhost:3000", "http://localhost:3000", 200).await;
    check_on("127.0.0.1:3000", "http://127.0.0.1:3000", 200).await;
    check_on("[::1]:3000", "http://[::1]:3000", 200).await;
    check_on("localhost:3000", "http://localhost:4000", 403).await;
    check_on("localhost:3000", "http://127.0.0.1:3000", 403).await;
    check_on(
        "localhost.evil.example",
        "http://localhost.evil.example",
        403,
    )
    .await;
    check_on("10.0.0.1", "http://10.0.0.1", 403).await;
}

#[tokio::test]
async fn plain_http_of_other_hosts_is_an_origin_if_the_program_says_so() {
    let service = Service::new(Cookies::host("session").insecure_http());
    let headers = [("origin", "http://example.com")];
    assert_eq!(status(&service, "POST", "/pay", &headers).await, 200);
}

#[tokio::test]
async fn the_authority_of_http_2_is_the_host() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let send = |origin: &'static str| {
        let request = request("POST", "https://example.com/pay").with("cookie", cookie.as_bytes());
        request
            .with("origin", origin.as_bytes())
            .sent_to(&service.app)
    };
    assert_eq!(send(OWN).await.status, 200);
    assert_eq!(send("https://evil.example").await.status, 403);
}

#[tokio::test]
async fn a_request_for_a_websocket_is_not_one_that_only_reads() {
    let service = Service::host();
    let upgrade = [
        ("connection", "Upgrade"),
        ("upgrade", "websocket"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    for (origin, expected) in [(OWN, 200), ("https://evil.example", 403)] {
        let mut headers = vec![("origin", origin)];
        headers.extend(upgrade);
        assert_eq!(
            status(&service, "GET", "/me", &headers).await,
            expected,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn a_forged_request_does_not_log_out_and_does_not_refresh() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    for path in ["/logout", "/refresh"] {
        assert_eq!(
            service.send("POST", path, &headers).await.status,
            403,
            "{path}"
        );
    }
    service.send_own("GET", "/me", &cookie).await.is(200, "Ada");
    assert_eq!(
        service.send_own("POST", "/refresh", &cookie).await.status,
        204
    );
}

#[tokio::test]
async fn a_public_handler_without_a_caller_answers_every_page() {
    let service = Service::host();
    let headers = [("sec-fetch-site", "cross-site")];
    assert_eq!(status(&service, "POST", "/public", &headers).await, 200);
    assert_eq!(status(&service, "POST", "/page", &headers).await, 403);
}

#[tokio::test]
async fn the_refusal_of_another_origin_says_so() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    let answer = service.send("POST", "/pay", &headers).await;
    answer.is(403, r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"a request with a cookie has to come from a page of this application","error":"cross_origin"}"#);
    assert_eq!(answer.header("www-authenticate"), "");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_header_needs_no_origin() {
    let service = Service::host();
    let pair = service.jwt.start_session(&ada()).await.unwrap();
    let bearer = format!("Bearer {}", pair.access_token().as_str());
    let headers = [
        ("authorization", bearer.as_str()),
        ("origin", "https://evil.example"),
    ];
    service
        .send("POST", "/pay", &headers)
        .await
        .is(200, "Ada pays");
}

#[tokio::test]
async fn a_method_that_is_not_known_to_only_read_may_write() {
    let service = Service::host();
    for method in ["QUERY", "PURGE"] {
        let headers = [("sec-fetch-site", "cross-site")];
        let found = status(&service, method, "/any", &headers).await;
        assert_eq!(found, 403, "{method}");
    }
}

#[tokio::test]
async fn the_host_is_compared_as_a_whole() {
    check_on("example.com:443", "https://example.com", 403).await;
    check_on("example.com", "https://user@example.com", 403).await;
    check_on("example.com.", "https://example.com", 403).await;
    check_on("EXAMPLE.com", "https://example.com", 200).await;
    let service = Service::host();
    let twice = [("host", "evil.example"), ("origin", OWN)];
    assert_eq!(status(&service, "POST", "/pay", &twice).await, 403);
}

#[tokio::test]
async fn the_site_counts_only_as_browsers_write_it() {
    for site in [
        "SAME-ORIGIN",
        "same-origin ",
        "\"same-origin\"",
        "same-origin, cross-site",
        "same-origin;x",
        "",
    ] {
        check(&[("sec-fetch-site", site), ("origin", OWN)], 403).await;
    }
}

#[tokio::test]
async fn an_origin_is_one_origin_and_nothing_else() {
    for origin in [
        "https://example.com, https://evil.example",
        "https://evil.example https://example.com",
        "https://example.com/",
        "https://example.com.",
        "https://example.com:443",
        "https://example.com@evil.example",
        "HTTPS://example.com",
        "//example.com",
    ] {
        check(&[("origin", origin)], 403).await;
    }
}

#[tokio::test]
async fn no_header_of_a_proxy_names_the_own_origin() {
    let evil = ("origin", "https://evil.example");
    check(&[evil, ("x-forwarded-host", "evil.example")], 403).await;
    check(&[evil, ("x-original-host", "evil.example")], 403).await;
    check(&[evil, ("forwarded", "host=evil.example;proto=https")], 403).await;
    check(&[("referer", "https://example.com/")], 403).await;
}

#[tokio::test]
async fn a_public_handler_gets_no_caller_from_a_page_of_another_site() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    for (site, body, page) in [
        ("cross-site", "Err(CrossOrigin)", 403),
        ("same-origin", "Ok(\"Ada\")", 200),
    ] {
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", site)];
        let answer = service.send("POST", "/either", &headers).await;
        answer.is(200, body);
        let answer = service.send("POST", "/page", &headers).await;
        assert_eq!(answer.status, page, "{site}");
    }
}
