//! The settings of cookies, and how the policy shows them.

use super::*;

#[track_caller]
fn check(cookies: Cookies, expected: &str) {
    let error = builder().cookies(cookies).build().unwrap_err();
    let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems, [format!("`.cookies(..)`: {expected}")]);
}

#[test]
fn a_name_is_one_of_a_cookie() {
    for name in ["", "a b", "a=b", "a;b", "ä", "__Host-session"] {
        let shown = name.escape_debug();
        check(
            Cookies::host(name),
            &format!(
                "`{shown}` is not the name of a cookie: write letters, digits, `-` and `_`, such as `Cookies::host(\"session\")`"
            ),
        );
    }
}

#[test]
fn a_name_is_not_that_of_another_programs_cookie_for_refresh_tokens() {
    check(
        Cookies::host("session-refresh"),
        "the name `session-refresh` ends in `-refresh`, as the cookie for refresh tokens does: write another name",
    );
}

#[test]
fn a_trusted_origin_is_written_as_browsers_send_it() {
    for (origin, write) in [
        ("https://app.example.com/", "https://app.example.com"),
        ("https://app.example.com:443", "https://app.example.com"),
        ("https://App.Example.com", "https://app.example.com"),
        ("http://app.example.com", "https://app.example.com"),
        ("http://localhost:80", "http://localhost"),
        ("https://app.example.com/path?x", "https://app.example.com"),
        ("app.example.com", "https://app.example.com"),
        ("*", "https://app.example.com"),
        ("https://*.example.com", "https://app.example.com"),
        ("null", "https://app.example.com"),
        ("", "https://app.example.com"),
        ("ftp://app.example.com", "https://app.example.com"),
        ("https://user@app.example.com", "https://app.example.com"),
    ] {
        check(
            Cookies::host("session").trusted_origin(origin),
            &format!(
                "`{origin}` is not an origin as browsers send it: write `.trusted_origin(\"{write}\")`"
            ),
        );
    }
}

#[test]
fn origins_over_https_and_of_this_machine_are_trusted() {
    for origin in [
        "https://app.example.com",
        "https://app.example.com:8443",
        "http://localhost:5173",
        "http://127.0.0.1:5173",
        "http://[::1]:5173",
    ] {
        let built = builder()
            .cookies(Cookies::host("session").trusted_origin(origin))
            .build();
        assert!(built.is_ok(), "{origin}: {built:?}");
    }
}

#[test]
fn cookies_for_other_sites_are_not_for_plain_http() {
    check(
        Cookies::host("session")
            .insecure_http()
            .insecure_same_site_none(),
        "browsers take no cookie with `SameSite=None` over plain HTTP: remove `.insecure_http()` or `.insecure_same_site_none()`",
    );
}

#[test]
fn cookies_are_set_once() {
    let twice = builder()
        .cookies(Cookies::host("a"))
        .cookies(Cookies::host("b"));
    let error = twice.build().unwrap_err().to_string();
    assert!(
        error.contains("`.cookies(..)`: it is called twice: keep one of the calls"),
        "{error}"
    );
}

#[test]
fn the_policy_says_which_routes_take_cookies() {
    let service = Service::host();
    let takes = |path: &str| {
        let mut routes = service.app.policy().routes().iter();
        routes.any(|route| route.path == path && route.transports.cookie)
    };
    for path in ["/me", "/pay", "/refresh", "/page", "*"] {
        assert!(takes(path), "{path}");
    }
    for path in ["/hook", "/public", "/login"] {
        assert!(!takes(path), "{path}");
    }
}

#[test]
fn a_line_of_the_lock_file_says_that_the_route_takes_cookies() {
    let table = Service::host().app.policy().to_string();
    let line = table.lines().find(|line| line.contains("/me")).unwrap();
    assert!(line.contains("users, cookie "), "{line}");
}
