//! Who may store the answer to a request with `X-Auth-Token`.

use axum::{Router, extract::Request, http::HeaderMap, routing::any};
use jwt_router::prelude::*;
use jwt_router_tests::{RequestExt as _, block_on, get};

use super::{Person, app, fake, jwt, person, provider};

fn google(target: &str, token: &str) -> Request {
    get(target).with("x-auth-token", format!("Bearer {token}").as_bytes())
}

// RFC 9111, section 3.5: caches know it of `Authorization` alone.
#[test]
fn shared_caches_do_not_store_what_the_header_opens() {
    async fn cached(_: G<Person>, headers: HeaderMap) -> ([(&'static str, String); 1], ()) {
        let wanted = headers["x-wanted"].to_str().unwrap();
        ([("cache-control", wanted.to_owned())], ())
    }

    let jwt = jwt(block_on(async { provider(&fake().await) }));
    let app = app(&jwt);
    let token = jwt.create_token(&person(1, "ada@gmail.com")).unwrap();
    let token = token.as_str();
    for path in ["/me", "/public", "/claims"] {
        let answer = google(path, token).to(&app);
        assert_eq!(
            (answer.status, answer.header("cache-control")),
            (200, "private")
        );
        let answer = get(path).bearer(token).to(&app);
        assert_eq!(answer.header("cache-control"), "", "{path}");
    }
    assert_eq!(get("/public").to(&app).header("cache-control"), "");
    let by_hand = Router::new().route("/cached", any(cached));
    let app = jwt.app_with((), jwt_router::routes![]).merge(by_hand);
    let app = app.build().unwrap();
    for (wanted, is_added) in [
        ("max-age=60", true),
        ("x-public", true),
        ("Public, max-age=60", false),
        ("max-age=60, s-maxage=5", false),
        ("no-store", false),
        ("private", false),
    ] {
        let answer = google("/cached", token).with("x-wanted", wanted.as_bytes());
        let answer = answer.to(&app);
        let said: Vec<_> = answer.headers.get_all("cache-control").iter().collect();
        let expected = if is_added {
            vec![wanted, "private"]
        } else {
            vec![wanted]
        };
        assert_eq!(said, expected);
    }
}
