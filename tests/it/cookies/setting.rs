//! What login, refresh and logout put into the browser.

use std::time::Duration;

use jwt_router::{NewSession, SessionId, SessionOwner, SessionState, SessionStore as _};
use jwt_router_tests::claims_of;

use super::*;

/// The attributes of the `Set-Cookie` headers of a response, each without the token.
fn set_by(answer: &Answer) -> Vec<String> {
    let set = answer.headers.get_all("set-cookie").iter();
    let shown = set.map(|cookie| {
        let (pair, attributes) = cookie.to_str().unwrap().split_once("; ").unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let value = if value.is_empty() { "" } else { ".." };
        format!("{name}={value}; {attributes}")
    });
    shown.collect()
}

#[tokio::test]
async fn a_login_sets_two_cookies_that_scripts_cannot_read() {
    let answer = Service::host().send("POST", "/login", &[]).await;
    answer.is(204, "");
    assert_eq!(
        set_by(&answer),
        [
            "__Host-session=..; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=900",
            "__Host-session-refresh=..; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=604800",
        ]
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_login_with_a_form_redirects_and_sets_the_cookies() {
    let answer = Service::host().send("POST", "/form", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert_eq!(set_by(&answer).len(), 2);
}

#[tokio::test]
async fn a_refresh_by_cookie_sets_the_next_tokens() {
    let service = Service::host();
    let first = service.logged_in().await;
    let answer = service.send_own("POST", "/refresh", &first).await;
    let second = cookies_of(&answer);
    assert_eq!(answer.status, 204);
    assert_ne!(second, first);
    service.send_own("GET", "/me", &second).await.is(200, "Ada");
}

#[tokio::test]
async fn a_logout_ends_the_session_and_removes_the_cookies() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let answer = service.send_own("POST", "/logout", &cookie).await;
    answer.is(204, "");
    assert_eq!(
        set_by(&answer),
        [
            "__Host-session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
            "__Host-session-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0",
        ]
    );
    assert_eq!(service.send_own("GET", "/me", &cookie).await.status, 401);
    assert_eq!(
        service.send_own("POST", "/refresh", &cookie).await.status,
        401
    );
}

#[tokio::test]
async fn the_refresh_cookie_lasts_no_longer_than_the_session() {
    let service = Service::host();
    let mut answer = service.send("POST", "/login", &[]).await;
    for _ in 0..4 {
        service.clock.advance(Duration::from_secs(6 * 24 * 60 * 60));
        let cookie = cookies_of(&answer);
        answer = service.send_own("POST", "/refresh", &cookie).await;
    }
    // 24 of 30 days have passed.
    assert!(set_by(&answer)[1].ends_with("Max-Age=518400"), "{answer:?}");
}

#[tokio::test]
async fn cookies_over_plain_http_are_not_secure_and_have_no_prefix() {
    let service = Service::new(Cookies::host("session").insecure_http());
    let answer = service.send("POST", "/login", &[]).await;
    let expected = "session=..; HttpOnly; SameSite=Lax; Path=/; Max-Age=900";
    assert_eq!(set_by(&answer)[0], expected);
}

#[tokio::test]
async fn cookies_for_frames_of_other_sites_say_so() {
    let service = Service::new(Cookies::host("session").insecure_same_site_none());
    let answer = service.send("POST", "/login", &[]).await;
    let expected = "__Host-session=..; HttpOnly; SameSite=None; Secure; Path=/; Max-Age=900";
    assert_eq!(set_by(&answer)[0], expected);
}

#[tokio::test]
async fn without_cookies_a_login_by_cookie_is_a_fault_of_the_program() {
    let jwt = builder().sessions(MemorySessions::new()).build().unwrap();
    let pair = jwt.start_session(&ada()).await.unwrap();
    let error = pair.into_cookies().unwrap_err();
    assert_eq!(
        error.to_string(),
        "there are no cookies: write `.cookies(Cookies::host(\"session\"))` on the builder"
    );
    let app = jwt.app_with((), routes![login]).build().unwrap();
    assert_eq!(request("POST", "/login").sent_to(&app).await.status, 500);
}

#[tokio::test]
async fn debug_output_shows_no_token() {
    let service = Service::host();
    let pair = service.jwt.start_session(&ada()).await.unwrap();
    let refresh = pair.refresh_token().as_str().to_owned();
    assert!(!format!("{pair:?}").contains(&refresh));
    assert_eq!(
        format!("{:?}", pair.into_cookies().unwrap()),
        "StartSession"
    );
}

#[tokio::test]
async fn a_refresh_by_cookie_hands_no_token_to_the_page() {
    let service = Service::host();
    for path in ["/tokens", "/json"] {
        let cookie = service.logged_in().await;
        let answer = service.send_own("POST", path, &cookie).await;
        assert_eq!(answer.status, 500, "{path}: {}", answer.body);
        assert!(!answer.body.contains("ey"), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_refresh_by_cookie_hands_none_of_its_two_tokens_to_the_page() {
    let service = Service::host();
    for path in ["/access", "/access-json", "/renewed"] {
        let cookie = service.logged_in().await;
        let answer = service.send_own("POST", path, &cookie).await;
        assert_eq!(answer.status, 500, "{path}: {}", answer.body);
        assert!(!answer.body.contains("ey"), "{path}: {}", answer.body);
        let pair = service.jwt.start_session(&ada()).await.unwrap();
        let bearer = format!("Bearer {}", pair.refresh_token().as_str());
        let by_header = [("authorization", bearer.as_str())];
        let answer = service.send("POST", path, &by_header).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_refresh_by_header_hands_the_tokens_to_the_client() {
    let service = Service::host();
    let pair = service.jwt.start_session(&ada()).await.unwrap();
    let bearer = format!("Bearer {}", pair.refresh_token().as_str());
    for path in ["/tokens", "/json"] {
        let answer = service
            .send("POST", path, &[("authorization", &bearer)])
            .await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_browser_logs_out_with_the_refresh_token_alone() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service.clock.advance(Duration::from_secs(16 * 60));
    let refresh = token_in(&cookie, "__Host-session-refresh");
    let left = format!("__Host-session-refresh={refresh}");
    let answer = service.send_own("POST", "/leave", &left).await;
    assert_eq!(set_by(&answer).len(), 2, "{answer:?}");
    assert_eq!(
        service.send_own("POST", "/refresh", &left).await.status,
        401
    );
}

#[tokio::test]
async fn a_cookie_of_a_session_that_has_ended_is_removed() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    service.jwt.end_all_sessions::<User>(&1).await.unwrap();
    let access = "__Host-session=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0";
    for path in ["/me", "/page"] {
        let answer = service.send_own("GET", path, &cookie).await;
        assert_eq!(
            (answer.status, set_by(&answer)),
            (401, vec![access.to_owned()]),
            "{path}"
        );
    }
    let answer = service.send_own("POST", "/refresh", &cookie).await;
    let refresh = "__Host-session-refresh=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0";
    assert_eq!(
        (answer.status, set_by(&answer)),
        (401, vec![refresh.to_owned()])
    );
}

#[tokio::test]
async fn a_cookie_that_is_later_than_the_session_in_the_store_is_kept() {
    let service = Service::host();
    let login = service.logged_in().await;
    let cookie = cookies_of(&service.send_own("POST", "/refresh", &login).await);
    // A store that lags behind has the start of the session, and not its refresh.
    let claims = claims_of(&token_in(&login, "__Host-session-refresh"));
    let behind = MemorySessions::new();
    let started = i64::try_from(NOW).unwrap() * 1000;
    let session = NewSession {
        id: SessionId::of_sid(claims["sid"].as_str().unwrap()),
        owner: SessionOwner::new("users", "1"),
        label: "",
        started,
        state: SessionState {
            generation: 0,
            spent_at: started,
            idle_until: started + 60_000,
            expires: started + 60_000,
        },
    };
    behind.start(&session).await.unwrap();
    let jwt = builder().sessions(behind).cookies(Cookies::host("session"));
    let app = jwt.build().unwrap().app_with((), routes![refresh]);
    let request = request("POST", "/refresh")
        .with("host", b"example.com")
        .with("sec-fetch-site", b"same-origin")
        .with("cookie", cookie.as_bytes());
    let answer = request.sent_to(&app.build().unwrap()).await;
    assert_eq!((answer.status, set_by(&answer).len()), (401, 0));
}

#[tokio::test]
async fn only_a_refused_cookie_is_removed() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let foreign = [
        ("cookie", cookie.as_str()),
        ("sec-fetch-site", "cross-site"),
    ];
    let answer = service.send("POST", "/pay", &foreign).await;
    assert_eq!((answer.status, set_by(&answer).len()), (403, 0));
    let answer = service
        .send("GET", "/me", &[("authorization", "Bearer a.b.c")])
        .await;
    assert_eq!((answer.status, set_by(&answer).len()), (401, 0));
}

#[tokio::test]
async fn a_response_of_the_application_removes_a_refused_cookie_too() {
    let builder = builder().cookies(Cookies::host("session"));
    let jwt = builder.on_reject(|_| "no").build().unwrap();
    let app = jwt.app_with((), routes![me]).build().unwrap();
    let request = request("GET", "/me").with("cookie", b"__Host-session=a.b.c");
    let answer = request.sent_to(&app).await;
    assert_eq!((answer.body.as_str(), set_by(&answer).len()), ("no", 1));
}

#[tokio::test]
async fn tokens_outside_of_cookies_have_the_body_of_on_reject() {
    let builder = builder().sessions(MemorySessions::new());
    let jwt = builder
        .cookies(Cookies::host("session"))
        .on_reject(|rejection| format!("{:?}", rejection.kind()))
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![login, tokens]).build().unwrap();
    let login = request("POST", "/login").with("host", b"example.com");
    let cookie = cookies_of(&login.sent_to(&app).await);
    let refresh = request("POST", "/tokens")
        .with("host", b"example.com")
        .with("sec-fetch-site", b"same-origin")
        .with("cookie", cookie.as_bytes());
    refresh.sent_to(&app).await.is(500, "Internal");
}

#[tokio::test]
async fn a_token_that_browsers_would_not_keep_is_an_error() {
    let service = Service::host();
    let scopes = |count: usize| (0..count).map(|number| format!("posts:{number:04}"));
    let start = |count| {
        service
            .jwt
            .start_session(&ada())
            .with_token(move |it| it.scopes(scopes(count)))
    };
    assert!(start(200).await.unwrap().into_cookies().is_ok());
    let error = start(300).await.unwrap().into_cookies().unwrap_err();
    let words =
        "and browsers keep cookies of at most 4096: give the session fewer scopes and claims";
    assert!(error.to_string().ends_with(words), "{error}");
}

#[tokio::test]
async fn ending_the_own_sessions_removes_the_cookies() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let answer = service.send_own("POST", "/everywhere", &cookie).await;
    assert_eq!((answer.status, set_by(&answer).len()), (204, 2));
}

#[tokio::test]
async fn ending_all_sessions_by_a_refresh_token_removes_the_cookies() {
    let service = Service::host();
    let cookie = service.logged_in().await;
    let answer = service.send_own("POST", "/leave-all", &cookie).await;
    assert_eq!((answer.status, set_by(&answer).len()), (204, 2));
}
