//! Tests of discovery documents: their URLs, and which documents are accepted.

use super::{
    discovery::{self, DiscoveryError},
    *,
};
use crate::http_client::{Endpoint, PlainHosts};

#[test]
fn the_document_stands_below_the_issuer() {
    for issuer in [
        "https://login.example.com/app",
        "https://login.example.com/app/",
    ] {
        let document = discovery::document_of(issuer, &PlainHosts::default()).unwrap();
        assert_eq!(
            format!("{document:?}"),
            "https://login.example.com/app/.well-known/openid-configuration"
        );
    }
    let with_query = IssuerNames::new("https://login.example.com/?realm=app");
    assert!(Source::discover(&with_query, &PlainHosts::default()).is_err());
}

#[track_caller]
fn check_document(document: &str, expected: Result<&str, DiscoveryError>) {
    let found = keys_uri(document).map(|endpoint| format!("{endpoint:?}"));
    assert_eq!(
        found.as_deref().map_err(Clone::clone),
        expected,
        "{document}"
    );
}

/// Reads the URL of the keys from the discovery document of an issuer with two names.
fn keys_uri(document: &str) -> Result<Endpoint, DiscoveryError> {
    let names = IssuerNames::new("https://login.example.com").and("login");
    let plain = PlainHosts::default();
    let place = discovery::document_of(names.first(), &plain).unwrap();
    discovery::keys_uri(document.as_bytes(), &names, &place, &plain)
}

// OpenID Connect Discovery 1.0, section 4.3.
#[test]
fn a_document_is_of_its_issuer_and_names_a_safe_place() {
    check_document(
        r#"{"issuer":"https://login.example.com","jwks_uri":"https://keys.example.com/k?v=1"}"#,
        Ok("https://keys.example.com/k?v=1"),
    );
    check_document(
        r#"{"issuer":"login","jwks_uri":"https://keys.example.com"}"#,
        Ok("https://keys.example.com/"),
    );
    for issuer in [
        "https://login.example.com/",
        "https://LOGIN.example.com",
        "https://evil.example.com",
        "",
    ] {
        let document = format!(r#"{{"issuer":"{issuer}","jwks_uri":"https://keys.example.com"}}"#);
        let other = DiscoveryError::OtherIssuer {
            named: issuer.to_owned(),
            configured: "https://login.example.com`, `login".to_owned(),
        };
        check_document(&document, Err(other));
    }
    for uri in [
        "http://keys.example.com",
        "http://127.0.0.1/keys",
        "keys",
        "ftp://keys.example.com",
    ] {
        let document = format!(r#"{{"issuer":"https://login.example.com","jwks_uri":"{uri}"}}"#);
        let found = keys_uri(&document);
        assert!(matches!(found, Err(DiscoveryError::KeysUri(_))), "{uri}");
    }
    for document in ["", "[]", "{}", r#"{"issuer":"https://login.example.com"}"#] {
        check_document(document, Err(DiscoveryError::Document));
    }
}

// The error escapes control characters of the document, so that it cannot write lines into the log.
#[test]
fn an_error_names_the_issuer_of_the_document_and_the_configured_one() {
    let document = format!(
        r#"{{"issuer":"a\nb{}","jwks_uri":"https://keys.example.com"}}"#,
        "c".repeat(10_000)
    );
    let error = keys_uri(&document).unwrap_err().to_string();
    assert!(error.contains("`a\\nbccc"), "{error}");
    assert!(error.contains("`https://login.example.com`"), "{error}");
    assert!(!error.contains('\n') && error.len() < 1000, "{error}");
}
