use super::issuer_name_fault;

#[track_caller]
fn check(name: &str, is_good: bool) {
    assert_eq!(issuer_name_fault(name).is_none(), is_good, "{name:?}");
}

// RFC 7519, section 2: `StringOrURI`.
#[test]
fn an_issuer_is_a_url_or_a_registered_name() {
    for name in [
        "https://login.example.com",
        "https://login.example.com:8443/realms/app/?a=b",
        "http://[::1]:8080/realms/app",
        "urn:example:issuer",
        "accounts.google.com",
        "my-service_1",
        "127.0.0.1:8080",
    ] {
        check(name, true);
    }
    for name in [
        "",
        "https://",
        "https:///realms",
        "https:",
        ":8080",
        "1s://login.example.com",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
    ] {
        check(name, false);
    }
}

#[test]
fn an_issuer_has_no_character_that_is_not_seen_or_read_in_two_ways() {
    for character in [
        ' ', '\t', '\n', '\r', '\0', '\u{7f}', '\u{85}', '\u{a0}', '\u{200b}', '\u{202e}',
        '\u{2028}', '\u{3000}', '\u{feff}', '\\', '"', '<', '\u{e9}',
    ] {
        for name in [
            format!("{character}https://login.example.com"),
            format!("https://login{character}.example.com"),
            format!("https://login.example.com{character}"),
            format!("issuer{character}"),
        ] {
            check(&name, false);
        }
    }
    check(r"https:\\login.example.com", false);
}
