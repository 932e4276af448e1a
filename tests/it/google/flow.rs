//! The login that begins and ends on the server.

use std::time::Duration;

use axum::http::Uri;
use jwt_router::{
    App, Google, JwtRoutes, LoginCallback, LoginError, prelude::*, testing::FakeFault,
};
use jwt_router_tests::{Answer, OTHER_SECRET, RequestExt as _, block_on, get, request};

use super::{REDIRECT, app, builder, clock, fake, is_refused, jwt, provider, token_of};

const COOKIE: &str = "__Host-jwt-router-google=";

/// The cookie that an answer sets, without its attributes.
#[track_caller]
fn cookie_of(answer: &Answer) -> String {
    let cookie = answer.header("set-cookie").split(';').next().unwrap();
    assert!(cookie.starts_with(COOKIE), "{cookie}");
    cookie.to_owned()
}

/// Begins a login: the provider's address, and the browser's cookie.
async fn begin(app: &App) -> (String, String) {
    let answer = get("/begin").sent_to(app).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    (answer.header("location").to_owned(), cookie_of(&answer))
}

/// The callback with this query and these cookies.
async fn call_back(app: &App, query: &str, cookie: Option<&str>) -> Answer {
    let request = get(&format!("/finish?{query}"));
    let request = match cookie {
        Some(cookie) => request.with("cookie", cookie.as_bytes()),
        None => request,
    };
    request.sent_to(app).await
}

/// The query with which the provider sends the browser back.
#[track_caller]
fn query_of(back: &str) -> String {
    let (uri, query) = back.split_once("&state=").unwrap();
    assert_eq!(
        uri, REDIRECT,
        "the provider sends the browser to the redirect URI"
    );
    format!("state={query}")
}

/// Checks that the answer takes the cookie out of the browser.
#[track_caller]
fn is_ended(answer: &Answer) {
    assert_eq!(
        answer.header("set-cookie"),
        "__Host-jwt-router-google=; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=0"
    );
}

#[test]
fn a_login_goes_through_the_providers_page_and_back() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let back = fake.sign_in(&page, "ada@gmail.com").unwrap();
        let answer = call_back(&app, &query_of(&back), Some(&cookie)).await;
        let token = token_of(&answer);
        is_ended(&answer);
        let me = get("/me").bearer(&token).sent_to(&app).await;
        me.is(200, "1 ada@gmail.com");
    });
}

#[test]
fn the_way_to_the_provider_has_state_nonce_and_challenge() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake).hosted_domain("example.com")));
        let (page, _) = begin(&app).await;
        let uri: Uri = page.parse().unwrap();
        assert_eq!(uri.path(), "/o/oauth2/v2/auth");
        let query = uri.query().unwrap();
        for pair in [
            "response_type=code",
            "scope=openid+email+profile",
            "code_challenge_method=S256",
            "hd=example.com",
            "redirect_uri=https%3A%2F%2Fapp.example.com%2Flogin%3Ffrom%3Dgoogle",
        ] {
            assert!(query.split('&').any(|known| known == pair), "{query}");
        }
        let (other, _) = begin(&app).await;
        for name in ["state=", "nonce=", "code_challenge="] {
            let value = |query: &str| {
                let pair = query
                    .split('&')
                    .find(|pair| pair.starts_with(name))
                    .unwrap();
                pair[name.len()..].to_owned()
            };
            assert_eq!(value(&page).len(), 43);
            assert_ne!(value(&page), value(&other));
        }
    });
}

#[test]
fn the_cookie_is_sealed_and_of_this_host_only() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let answer = get("/begin").sent_to(&app).await;
        assert_eq!(answer.header("cache-control"), "no-store");
        let cookie = answer.header("set-cookie");
        let (_, attributes) = cookie.split_once("; ").unwrap();
        assert_eq!(
            attributes,
            "HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=600"
        );
        let page = answer.header("location");
        let state = page
            .split("state=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        assert!(!cookie.contains(state));
    });
}

#[test]
fn a_state_that_is_missing_or_wrong_is_refused() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let (_, other_cookie) = begin(&app).await;
        let back = fake.sign_in(&page, "ada@gmail.com").unwrap();
        let query = query_of(&back);
        let (state, rest) = query.split_once('&').unwrap();
        let swapped = cookie.replace(COOKIE, "jwt-router-google=");
        let twice = format!("{cookie}; {cookie}");
        for (query, cookie) in [
            (rest.to_owned(), Some(cookie.as_str())),
            (format!("state=&{rest}"), Some(&cookie)),
            (format!("state=another&{rest}"), Some(&cookie)),
            (format!("{state}x&{rest}"), Some(&cookie)),
            (query.clone(), None),
            (query.clone(), Some(&other_cookie)),
            (query.clone(), Some(COOKIE)),
            (query.clone(), Some("__Host-jwt-router-google=AAAA")),
            (query.clone(), Some(&cookie[..cookie.len() - 1])),
            (query.clone(), Some(&swapped)),
            (query.clone(), Some(&twice)),
        ] {
            let answer = call_back(&app, &query, cookie).await;
            is_refused(&answer, 400, "invalid_state");
        }
        let twice = format!("{query}&{state}");
        let answer = call_back(&app, &twice, Some(&cookie)).await;
        is_refused(&answer, 400, "invalid_request");
        assert_eq!(fake.requests(), []);
        // None of them used up the login.
        token_of(&call_back(&app, &query, Some(&cookie)).await);
    });
}

#[test]
fn a_callback_of_another_state_keeps_the_login() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let (_, rest) = query.split_once('&').unwrap();
        let foreign = ["", "x=1", rest, "state=another", "state=a&state=b"];
        let foreign = foreign.map(str::to_owned).into_iter();
        for query in foreign.chain([format!("state=another&{rest}")]) {
            let answer = call_back(&app, &query, Some(&cookie)).await;
            assert_eq!(answer.status, 400, "{query}");
            assert_eq!(answer.header("set-cookie"), "", "{query}");
        }
        assert_eq!(fake.requests(), []);
        token_of(&call_back(&app, &query, Some(&cookie)).await);
    });
}

#[test]
fn a_cookie_that_cannot_be_opened_is_removed() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        for cookie in [COOKIE, &cookie[..cookie.len() - 1]] {
            let answer = call_back(&app, &query, Some(cookie)).await;
            is_refused(&answer, 400, "invalid_state");
            is_ended(&answer);
        }
    });
}

// RFC 9110, section 9.2.1: HEAD is safe, and axum answers it with the handler of GET.
#[test]
fn a_head_request_redeems_no_code_and_keeps_the_login() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let head = request("HEAD", &format!("/finish?{query}"));
        let answer = head.with("cookie", cookie.as_bytes()).sent_to(&app).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.header("set-cookie"), "");
        assert_eq!(fake.requests(), []);
        token_of(&call_back(&app, &query, Some(&cookie)).await);
    });
}

#[test]
fn a_login_ends_once() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        token_of(&call_back(&app, &query, Some(&cookie)).await);
        // The browser has lost its cookie; with a stolen one, the code is used up.
        is_refused(&call_back(&app, &query, None).await, 400, "invalid_state");
        let again = call_back(&app, &query, Some(&cookie)).await;
        is_refused(&again, 400, "invalid_code");
    });
}

#[test]
fn a_login_takes_ten_minutes_at_most() {
    block_on(async {
        let fake = fake().await;
        let clock = clock();
        let jwt = builder().clock(clock.clone()).google(provider(&fake));
        let app = app(&jwt.build().unwrap());
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        clock.advance(Duration::from_secs(600));
        let late = call_back(&app, &query, Some(&cookie)).await;
        is_refused(&late, 400, "invalid_state");
    });
}

#[test]
fn a_login_that_was_begun_elsewhere_is_refused() {
    block_on(async {
        let fake = fake().await;
        let here = app(&jwt(provider(&fake)));
        let elsewhere = builder().secret(OTHER_SECRET).google(provider(&fake));
        let elsewhere = app(&elsewhere.build().unwrap());
        let (page, cookie) = begin(&elsewhere).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let answer = call_back(&here, &query, Some(&cookie)).await;
        is_refused(&answer, 400, "invalid_state");
    });
}

#[test]
fn a_user_who_says_no_is_403() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.deny(&page).unwrap());
        let answer = call_back(&app, &query, Some(&cookie)).await;
        is_refused(&answer, 403, "access_denied");
        is_ended(&answer);
        let (state, _) = query.split_once('&').unwrap();
        let fault = format!("{state}&error=temporarily_unavailable");
        let answer = call_back(&app, &fault, Some(&cookie)).await;
        is_refused(&answer, 503, "provider_unavailable");
    });
}

#[test]
fn an_id_token_of_another_login_is_refused() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        fake.fail(FakeFault::WrongNonce);
        let answer = call_back(&app, &query, Some(&cookie)).await;
        is_refused(&answer, 401, "invalid_id_token");
    });
}

// RFC 9700, section 2.1.1: PKCE ties the code to the login; an injected one is of no use.
#[test]
fn a_code_of_another_login_is_refused() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (victims, _) = begin(&app).await;
        let stolen = query_of(&fake.sign_in(&victims, "grace@example.com").unwrap());
        let (_, stolen) = stolen.split_once('&').unwrap();
        let (page, cookie) = begin(&app).await;
        let own = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let (state, _) = own.split_once('&').unwrap();
        let injected = format!("{state}&{stolen}");
        let answer = call_back(&app, &injected, Some(&cookie)).await;
        is_refused(&answer, 400, "invalid_code");
    });
}

// RFC 9207, section 2.4.
#[test]
fn the_answer_of_another_provider_is_refused() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let (page, cookie) = begin(&app).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let other = format!("{query}&iss=https%3A%2F%2Fevil.example");
        let answer = call_back(&app, &other, Some(&cookie)).await;
        is_refused(&answer, 400, "invalid_state");
        let ours = format!("{query}&iss={}", fake.url());
        token_of(&call_back(&app, &ours, Some(&cookie)).await);
    });
}

#[whitelist(GET, "/done", register = false)]
async fn done(
    google: Google,
    callback: LoginCallback,
) -> Result<impl axum::response::IntoResponse, LoginError> {
    let token = google.finish(callback).await?;
    Ok((token.ended_login(), axum::response::Redirect::to("/")))
}

#[test]
fn an_answer_of_ones_own_ends_the_login_too() {
    block_on(async {
        let fake = fake().await;
        let jwt: JwtRoutes = jwt(provider(&fake));
        let (page, cookie) = begin(&app(&jwt)).await;
        let query = query_of(&fake.sign_in(&page, "ada@gmail.com").unwrap());
        let app = jwt.app_with((), routes![done]).build().unwrap();
        let request = get(&format!("/done?{query}")).with("cookie", cookie.as_bytes());
        let answer = request.sent_to(&app).await;
        assert_eq!((answer.status, answer.header("location")), (303, "/"));
        is_ended(&answer);
    });
}
