use http::{HeaderMap, header::AUTHORIZATION};

use super::*;
use crate::jwt::token::{AuthScheme, BearerToken};

#[track_caller]
fn check(held: &HeldClaims, expected: Option<&str>) {
    let json = held.json();
    let json = json.as_deref().map(|json| str::from_utf8(json).unwrap());
    assert_eq!(json, expected);
}

#[test]
fn the_claims_of_a_header_are_read_with_and_without_its_scheme() {
    let check = |value, expected| {
        check(
            &HeldClaims::Header(HeaderValue::from_static(value)),
            expected,
        );
    };
    let claims = Some(r#"{"a":1}"#);
    check("e30.eyJhIjoxfQ.c2ln", claims);
    check("Bearer e30.eyJhIjoxfQ.c2ln", claims);
    check("bEARER   e30.eyJhIjoxfQ.c2ln", claims);
    check("ya29.opaque", None);
    check("e30.!.c2ln", None);
}

#[test]
fn the_claims_of_a_token_outside_of_a_header_are_read_from_a_copy_of_its_payload() {
    let token = CompactToken::split(b"e30.eyJhIjoxfQ.c2ln").unwrap();
    let held = HeldClaims::of(token);
    assert!(matches!(held, HeldClaims::Payload(_)));
    check(&held, Some(r#"{"a":1}"#));
}

#[test]
fn a_token_in_a_header_is_kept_as_the_header() {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_static("Bearer e30.eyJhIjoxfQ.c2ln");
    headers.insert(AUTHORIZATION, value.clone());
    let sent = BearerToken::from_headers(&headers, &AuthScheme::Bearer).unwrap();
    let held = HeldClaims::of(sent.take_apart(100).unwrap());
    assert!(matches!(&held, HeldClaims::Header(kept) if *kept == value));
    check(&held, Some(r#"{"a":1}"#));
}
