use super::*;

/// Checks whether these variables yield a proxy (`Ok`), or which variable is unusable (`Err`).
#[track_caller]
fn check(variables: &[(&str, &str)], expected: Result<bool, &str>) {
    let get = |name: &str| {
        let mut set = variables.iter().filter(|(known, _)| *known == name);
        set.next().map(|(_, value)| (*value).to_owned())
    };
    let made = match from_variables(get) {
        Ok(proxy) => Ok(proxy.is_some()),
        Err(HttpSetupError::Proxy { variable }) => Err(variable),
        Err(HttpSetupError::Client(error)) => panic!("{error}"),
    };
    assert_eq!(made, expected, "{variables:?}");
}

#[test]
fn a_proxy_for_http_is_no_proxy_for_keys() {
    check(&[], Ok(false));
    check(&[("HTTP_PROXY", "http://proxy.example.com")], Ok(false));
    check(&[("http_proxy", "http://proxy.example.com")], Ok(false));
    check(&[("HTTPS_PROXY", " ")], Ok(false));
}

#[test]
fn a_proxy_for_https_has_a_url_of_http() {
    for value in [
        "http://proxy.example.com:3128",
        "HTTPS://user:word@proxy.example.com",
        "proxy.example.com:3128",
        "10.0.0.1:3128",
    ] {
        check(&[("https_proxy", value)], Ok(true));
    }
    check(
        &[("ALL_PROXY", "socks5://127.0.0.1:1080")],
        Err("ALL_PROXY"),
    );
    check(&[("HTTPS_PROXY", "http://")], Err("HTTPS_PROXY"));
    check(&[("HTTPS_PROXY", "http://a b")], Err("HTTPS_PROXY"));
}

#[test]
fn the_variable_of_https_comes_before_that_of_all() {
    let good = ("https_proxy", "http://proxy.example.com");
    check(&[("ALL_PROXY", "socks5://127.0.0.1:1080"), good], Ok(true));
    check(&[("HTTPS_PROXY", ""), good], Ok(true));
}
