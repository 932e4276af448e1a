use super::*;

#[track_caller]
fn check(value: &'static str, expected: Option<&str>) {
    let held = HeldClaims::Token(HeaderValue::from_static(value));
    let json = held.json();
    let json = json.as_deref().map(|json| str::from_utf8(json).unwrap());
    assert_eq!(json, expected, "{value}");
}

#[test]
fn the_claims_of_a_token_are_read_with_and_without_its_scheme() {
    let claims = Some(r#"{"a":1}"#);
    check("e30.eyJhIjoxfQ.c2ln", claims);
    check("Bearer e30.eyJhIjoxfQ.c2ln", claims);
    check("bEARER   e30.eyJhIjoxfQ.c2ln", claims);
    check("ya29.opaque", None);
    check("e30.!.c2ln", None);
}
