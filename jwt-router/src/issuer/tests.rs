//! Discovery documents: where they are, and what is believed of them.

use super::{
    discovery::{self, DiscoveryError},
    *,
};

#[test]
fn the_document_stands_below_the_issuer() {
    for issuer in [
        "https://login.example.com/app",
        "https://login.example.com/app/",
    ] {
        let document = discovery::document_of(issuer).unwrap();
        assert_eq!(
            format!("{document:?}"),
            "https://login.example.com/app/.well-known/openid-configuration"
        );
    }
    assert!(Source::discover("https://login.example.com/?realm=app").is_err());
}

#[track_caller]
fn check_document(document: &str, expected: Result<&str, DiscoveryError>) {
    let found = discovery::keys_uri(document.as_bytes(), "https://login.example.com");
    let found = found.map(|endpoint| format!("{endpoint:?}"));
    assert_eq!(
        found.as_deref().map_err(|error| *error),
        expected,
        "{document}"
    );
}

// OpenID Connect Discovery 1.0, section 4.3.
#[test]
fn a_document_is_of_its_issuer_and_names_a_safe_place() {
    check_document(
        r#"{"issuer":"https://login.example.com","jwks_uri":"https://keys.example.com/k?v=1"}"#,
        Ok("https://keys.example.com/k?v=1"),
    );
    for issuer in [
        "https://login.example.com/",
        "https://LOGIN.example.com",
        "https://evil.example.com",
        "",
    ] {
        let document = format!(r#"{{"issuer":"{issuer}","jwks_uri":"https://keys.example.com"}}"#);
        check_document(&document, Err(DiscoveryError::OtherIssuer));
    }
    for uri in [
        "http://keys.example.com",
        "http://127.0.0.1/keys",
        "keys",
        "ftp://keys.example.com",
    ] {
        let document = format!(r#"{{"issuer":"https://login.example.com","jwks_uri":"{uri}"}}"#);
        let found = discovery::keys_uri(document.as_bytes(), "https://login.example.com");
        assert!(matches!(found, Err(DiscoveryError::KeysUri(_))), "{uri}");
    }
    for document in ["", "[]", "{}", r#"{"issuer":"https://login.example.com"}"#] {
        check_document(document, Err(DiscoveryError::Document));
    }
}
