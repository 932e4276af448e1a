//! The cookie of a login among those of other programs.

use jwt_router_tests::{RequestExt as _, block_on, get};

use super::{app, fake, is_refused, jwt, provider, token_of};

/// Ends a login with this `Cookie` header, made of the login's own cookie.
async fn ended(cookies: impl FnOnce(&str) -> String) -> jwt_router_tests::Answer {
    let fake = fake().await;
    let app = app(&jwt(provider(&fake)));
    let begun = get("/begin").sent_to(&app).await;
    let cookie = begun.header("set-cookie").split(';').next().unwrap();
    let back = fake.sign_in(begun.header("location"), "ada@gmail.com");
    let back = back.unwrap();
    let (_, query) = back.split_once("&state=").unwrap();
    let request = get(&format!("/finish?state={query}"));
    let request = request.with("cookie", cookies(cookie).as_bytes());
    request.sent_to(&app).await
}

#[test]
fn other_cookies_may_have_any_letters() {
    block_on(async {
        for other in ["city=Köln; ", "odd; ", "=; ", "a=\"b;c\";\t"] {
            let answer = ended(|cookie| format!("{other}{cookie}")).await;
            token_of(&answer);
        }
    });
}

// What a browser lets any subdomain set, as no `__Host-` cookie: a letter that some take for a space.
#[test]
fn a_name_that_only_looks_like_the_cookies_is_another() {
    block_on(async {
        for before in ["\u{2000}", "\u{a0}", "\u{85}", "x", "%20"] {
            let answer = ended(|cookie| format!("{before}{cookie}")).await;
            is_refused(&answer, 400, "invalid_state");
        }
        for cookie in ["__host-jwt-router-google", "__Host-jwt-router-google "] {
            let renamed = |own: &str| own.replace("__Host-jwt-router-google", cookie);
            let answer = ended(renamed).await;
            is_refused(&answer, 400, "invalid_state");
        }
    });
}
