//! What the log says of cookies.

use jwt_router_tests::block_on;
use serde_json::Value;

use super::*;
use crate::log::logged;

/// The warnings of a start with these cookies, except that of the lifetime of tokens.
fn warnings(cookies: Cookies) -> Vec<String> {
    let builder = builder().expire_days(1).cookies(cookies);
    let log = logged(|| {
        let jwt = builder.build().unwrap();
        drop(jwt.app_with((), routes![me]).build().unwrap());
    });
    let warnings = log.iter().filter(|event| event["level"] == "WARN");
    let text = |event: &Value| event["fields"]["message"].as_str().unwrap().to_owned();
    warnings.map(text).collect()
}

#[test]
fn settings_that_weaken_cookies_are_warned_of() {
    assert!(warnings(Cookies::host("session")).is_empty());
    let plain = warnings(Cookies::host("session").insecure_http());
    assert_eq!(plain.len(), 1);
    assert!(plain[0].contains("remove `.insecure_http()`"), "{plain:?}");
    let frames = warnings(Cookies::host("session").insecure_same_site_none());
    assert_eq!(frames.len(), 1);
    assert!(
        frames[0].contains("remove `.insecure_same_site_none()`"),
        "{frames:?}"
    );
}

/// The log codes of a request with these headers.
fn codes(method: &str, path: &str, headers: &[(&'static str, &str)]) -> Vec<String> {
    let service = Service::host();
    let log = logged(|| drop(block_on(service.send(method, path, headers))));
    let codes = log
        .iter()
        .filter_map(|event| event["fields"]["code"].as_str());
    codes.map(str::to_owned).collect()
}

#[test]
fn a_refused_cookie_has_a_code_of_its_own() {
    let foreign = ("sec-fetch-site", "cross-site");
    let own = ("sec-fetch-site", "same-origin");
    let cookie = |value| ("cookie", value);
    assert_eq!(
        codes("POST", "/pay", &[cookie("__Host-session=a.b.c"), foreign]),
        ["cross_origin"]
    );
    assert_eq!(
        codes("POST", "/pay", &[cookie("__Host-session="), own]),
        ["malformed_cookie"]
    );
    let twice = cookie("__Host-session=a; __Host-session=b");
    assert_eq!(codes("POST", "/pay", &[twice, own]), ["repeated_cookie"]);
    assert_eq!(codes("POST", "/login", &[foreign]), ["cross_origin_login"]);
}
