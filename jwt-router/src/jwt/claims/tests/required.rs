//! The claims that a route requires.

use super::*;

/// Returns what `ask` finds among the required claims of a valid token with `claim` added, or why the token is
/// refused. Also checks that the scan of usual payloads and the reader of all payloads agree.
#[track_caller]
fn with<A: PartialEq + std::fmt::Debug>(
    claim: &str,
    ask: impl Fn(&ClaimValues<'_>) -> A,
) -> Result<A, InvalidToken> {
    let tables = Entities {
        required: Some(everything()),
        ..Entities::default()
    };
    let expected = Expected {
        rules: Rules::default(),
        tables: &tables,
    };
    let payload = format!(r#"{{"table_name":"users","user_id":1,"exp":9{claim}}}"#);
    let read = Claims::read(payload.as_bytes(), &expected).map(|claims| ask(&claims.required));
    let parsed = Claims::parse(payload.as_bytes(), &expected).map(|claims| ask(&claims.required));
    assert_eq!(read, parsed, "{claim}");
    read
}

// Token: unique registered names.
#[test]
fn a_required_claim_is_there_once() {
    for claim in [
        r#","scope":"a","scope":"a""#,
        r#","scope":null,"scop\u0065":"a""#,
        r#","roles":[],"roles":"a""#,
        r#","auth_time":1,"auth_time":1"#,
    ] {
        let read = with(claim, |_| ());
        assert_eq!(read, Err(InvalidToken::RepeatedClaim), "{claim}");
    }
}

#[test]
fn a_malformed_claim_is_a_malformed_payload() {
    for value in [
        "",
        "[",
        r#"["a""#,
        r#""\ud800""#,
        r#"["\ud800"]"#,
        "1e400",
        "01",
        "nul",
    ] {
        for name in ["scope", "roles", "auth_time"] {
            let read = with(&format!(r#","{name}":{value}"#), |_| ());
            assert_eq!(read, Err(InvalidToken::Payload), "{name} {value}");
        }
    }
}

#[test]
fn a_claim_that_is_not_required_is_not_read() {
    check_with(
        r#""scope":1,"scope":2,"roles":3,"auth_time":"x""#,
        Ok((0, "1")),
    );
}

#[test]
fn debug_shows_no_claim() {
    let shown = with(r#","scope":"secret""#, |values| format!("{values:?}"));
    assert_eq!(shown.unwrap(), "ClaimValues(..)");
}

#[test]
fn a_route_has_a_few_slots() {
    assert!(ClaimSlot::new(RequiredClaims::MAXIMUM - 1).is_some());
    assert_eq!(ClaimSlot::new(RequiredClaims::MAXIMUM), None);
}
