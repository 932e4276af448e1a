//! Where the guard reads the token: the cookie, the header, or the query, and never two of them.

use super::*;
use jwt_router_tests::{Refusal, token};

const NAME: &str = "__Host-session";

#[tokio::test]
async fn a_cookie_lets_its_user_in() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service.send_own("GET", "/me", &cookie).await.is(200, "Ada");
    service
        .send_own("POST", "/pay", &cookie)
        .await
        .is(200, "Ada pays");
}

#[tokio::test]
async fn a_header_still_lets_its_user_in() {
    let service = Service::host();
    let bearer = format!("Bearer {}", token(&ada()));
    let headers = [("authorization", bearer.as_str())];
    service
        .send("POST", "/pay", &headers)
        .await
        .is(200, "Ada pays");
}

#[tokio::test]
async fn a_request_without_token_is_refused() {
    let service = Service::host();
    let answer = service.send_own("GET", "/me", "theme=dark").await;
    answer.is_refused(Refusal::NoToken);
}

#[tokio::test]
async fn a_header_and_a_cookie_together_are_refused() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let bearer = format!("Bearer {}", token(&ada()));
    for credentials in [bearer.as_str(), "Bearer", "Basic dXNlcjpwdw=="] {
        for path in ["/me", "/page"] {
            let headers = [("cookie", cookie.as_str()), ("authorization", credentials)];
            service
                .send("GET", path, &headers)
                .await
                .is_refused(Refusal::BadRequest);
        }
    }
}

#[tokio::test]
async fn a_query_and_a_cookie_together_are_refused() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let path = format!("/download?auth={}", token(&ada()));
    let answer = service.send_own("GET", &path, &cookie).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    service
        .send_own("GET", "/download", &cookie)
        .await
        .is(200, "Ada");
}

#[tokio::test]
async fn a_route_without_cookies_does_not_read_them() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service
        .send_own("POST", "/hook", &cookie)
        .await
        .is_refused(Refusal::NoToken);
    let bearer = format!("Bearer {}", token(&ada()));
    let headers = [("cookie", cookie.as_str()), ("authorization", &bearer)];
    service.send("POST", "/hook", &headers).await.is(200, "Ada");
}

#[tokio::test]
async fn the_refresh_cookie_opens_the_refresh_route_only() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let refresh = token_in(&cookie, "__Host-session-refresh");
    let as_access = format!("{NAME}={refresh}");
    assert_eq!(service.send_own("GET", "/me", &as_access).await.status, 401);
    let access = token_in(&cookie, NAME);
    let as_refresh = format!("__Host-session-refresh={access}");
    assert_eq!(
        service
            .send_own("POST", "/refresh", &as_refresh)
            .await
            .status,
        401
    );
    let only_access = format!("{NAME}={access}");
    let answer = service.send_own("POST", "/refresh", &only_access).await;
    answer.is_refused(Refusal::NoToken);
}

/// The guard's answer to a `Cookie` header, in which `TOKEN` stands for an access token.
async fn check(headers: &[&str], status: u16) {
    let service = Service::host();
    let access = token_in(&service.logged_in().await, NAME);
    let headers: Vec<String> = headers
        .iter()
        .map(|it| it.replace("TOKEN", &access))
        .collect();
    let mut sent = vec![("sec-fetch-site", "same-origin")];
    sent.extend(headers.iter().map(|header| ("cookie", header.as_str())));
    let answer = service.send("GET", "/me", &sent).await;
    assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
}

#[tokio::test]
async fn the_cookie_is_found_among_others() {
    check(&["theme=dark; __Host-session=TOKEN; a=b"], 200).await;
    check(&["theme=dark;__Host-session=TOKEN"], 200).await;
    check(&["theme=dark", "__Host-session=TOKEN"], 200).await;
    check(&["=; ;;__Host-session=TOKEN;"], 200).await;
}

#[tokio::test]
async fn a_cookie_of_another_name_is_no_token() {
    for other in [
        "__host-session=TOKEN",
        "__Host-session2=TOKEN",
        "x__Host-session=TOKEN",
        "session=TOKEN",
        "__Host-session =TOKEN",
        "__Secure-session=TOKEN",
        "other=__Host-session=TOKEN",
    ] {
        check(&[other], 401).await;
    }
}

#[tokio::test]
async fn a_cookie_twice_is_refused() {
    check(&["__Host-session=TOKEN; __Host-session=TOKEN"], 400).await;
    check(&["__Host-session=TOKEN", "__Host-session=other"], 400).await;
    check(&["__Host-session=; __Host-session=TOKEN"], 400).await;
}

#[tokio::test]
async fn a_cookie_that_is_no_token_is_refused() {
    check(&["__Host-session="], 400).await;
    check(&["__Host-session=\"TOKEN\""], 400).await;
    check(&["__Host-session=TOKEN%20"], 400).await;
    check(&["__Host-session=abc"], 401).await;
    check(&["__Host-session=a.b.c"], 401).await;
}

#[tokio::test]
async fn an_optional_caller_is_read_from_the_cookie() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service
        .send_own("GET", "/page", &cookie)
        .await
        .is(200, "Ada");
    service.send("GET", "/page", &[]).await.is(200, "nobody");
    service
        .send_own("POST", "/page", &cookie)
        .await
        .is(200, "Ada");
}

#[tokio::test]
async fn a_merged_router_takes_cookies() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service
        .send_own("POST", "/by-hand", &cookie)
        .await
        .is(200, "Ada");
}

#[tokio::test]
async fn no_cache_serves_the_response_of_one_user_to_another() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let answer = service.send_own("GET", "/me", &cookie).await;
    assert_eq!(answer.header("cache-control"), "private");
    let answer = service
        .send("POST", "/public", &[("cookie", &cookie)])
        .await;
    assert_eq!(answer.header("cache-control"), "");
}

#[tokio::test]
async fn a_caller_is_not_handed_on_to_a_request_with_another_cookie() {
    async fn drop_cookie(mut request: Request, next: Next) -> Response {
        *request.headers_mut() = HeaderMap::new();
        next.run(request).await
    }
    let service = Service::host();
    let cookie = service.logged_in().await;
    let inner = Router::new()
        .route(
            "/inner",
            post(|g: Option<G<User>>| async move { g.is_some().to_string() }),
        )
        .layer(middleware::from_fn(drop_cookie));
    let app = service
        .jwt
        .app_with((), routes![me])
        .merge(inner)
        .build()
        .unwrap();
    let request = request("POST", "/inner")
        .with("cookie", cookie.as_bytes())
        .with("sec-fetch-site", b"none");
    let answer = request.sent_to(&app).await;
    // The guard let the caller in, and the extractor does not find the credentials of that request any more.
    assert_eq!(answer.status, 500, "{}", answer.body);
}

#[tokio::test]
async fn an_optional_caller_of_a_closed_route_is_not_read_from_the_cookie() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let headers = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    service
        .send("POST", "/closed", &headers)
        .await
        .is(200, "nobody");
}

#[tokio::test]
async fn a_percent_encoded_name_is_no_cookie_of_ours() {
    check(&["%5F%5FHost-session=TOKEN"], 401).await;
}
