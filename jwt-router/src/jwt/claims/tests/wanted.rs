//! Roles, scopes and the time of the login.

use super::*;

/// What a good token with this further claim says, or why it is refused; however it is read.
#[track_caller]
fn with<A: PartialEq + std::fmt::Debug>(
    claim: &str,
    ask: impl Fn(&Further<'_>) -> A,
) -> Result<A, InvalidToken> {
    let tables = Entities {
        wanted: Some(everything()),
        ..Entities::default()
    };
    let expected = Expected {
        rules: Rules::default(),
        tables: &tables,
    };
    let payload = format!(r#"{{"table_name":"users","user_id":1,"exp":9{claim}}}"#);
    let read = Claims::read(payload.as_bytes(), &expected).map(|claims| ask(&claims.further));
    let parsed = Claims::parse(payload.as_bytes(), &expected).map(|claims| ask(&claims.further));
    assert_eq!(read, parsed, "{claim}");
    read
}

#[track_caller]
fn check_scope(claim: &str, scope: &str, is_there: bool) {
    let has = with(claim, |further| further.has_scope(scope));
    assert_eq!(has, Ok(is_there), "{claim} {scope}");
}

#[track_caller]
fn check_role(claim: &str, role: &str, is_there: bool) {
    let has = with(claim, |further| further.has_role(role));
    assert_eq!(has, Ok(is_there), "{claim} {role}");
}

// RFC 8693, section 4.2.
#[test]
fn scopes_are_delimited_by_spaces() {
    let claim = r#","scope":"posts:read  posts:write""#;
    check_scope(claim, "posts:read", true);
    check_scope(claim, "posts:write", true);
    check_scope(claim, "posts:read  posts:write", false);
    check_scope(r#","scope":"a\tb""#, "a", false);
    check_scope(r#","scope":"\u0061 b""#, "a", true);
}

#[test]
fn scopes_may_be_an_array() {
    let claim = r#","scope":["posts:read", "a b"]"#;
    check_scope(claim, "posts:read", true);
    check_scope(claim, "a", false);
    check_scope(r#","scope":["\u0061"]"#, "a", true);
}

#[test]
fn a_scope_is_compared_exactly() {
    for (has, wanted) in [
        ("posts:read:all", "posts:read"),
        ("posts:read", "posts:read:all"),
        ("Posts:read", "posts:read"),
        ("posts", "posts:read"),
        ("", "posts:read"),
    ] {
        check_scope(&format!(r#","scope":"{has}""#), wanted, false);
        check_scope(&format!(r#","scope":["{has}"]"#), wanted, false);
        check_role(&format!(r#","roles":"{has}""#), wanted, false);
        check_role(&format!(r#","roles":["{has}"]"#), wanted, false);
    }
}

#[test]
fn roles_are_an_array_or_one_string() {
    check_role(r#","roles":["editor","team lead"]"#, "team lead", true);
    check_role(r#","roles":["editor","team lead"]"#, "lead", false);
    check_role(r#","roles":"team lead""#, "team lead", true);
    check_role(r#","roles":"team lead""#, "team", false);
}

#[test]
fn a_claim_of_another_type_has_nothing_in_it() {
    for value in [
        "null",
        "true",
        "1",
        "{}",
        r#"{"a":"a"}"#,
        r#"["a",1]"#,
        r#"["a",["a"]]"#,
    ] {
        check_scope(&format!(r#","scope":{value}"#), "a", false);
        check_role(&format!(r#","roles":{value}"#), "a", false);
    }
    check_scope("", "a", false);
    check_role("", "a", false);
}

#[test]
fn the_time_of_the_login_is_a_date() {
    for (claim, date) in [
        ("", None),
        (r#","auth_time":7"#, Some(7)),
        (r#","auth_time":7.9"#, Some(7)),
        (r#","auth_time":-7"#, Some(-7)),
        (r#","auth_time":"7""#, None),
        (r#","auth_time":null"#, None),
        (r#","auth_time":[7]"#, None),
        (r#","auth_time":1e30"#, None),
    ] {
        let read = with(claim, |further| {
            further.auth_time().map(NumericDate::as_unix)
        });
        assert_eq!(read, Ok(date), "{claim}");
    }
}

// Token: unique registered names.
#[test]
fn a_claim_that_is_wanted_is_there_once() {
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
fn a_claim_that_nobody_wants_is_not_looked_at() {
    check_with(
        r#""scope":1,"scope":2,"roles":3,"auth_time":"x""#,
        Ok((0, "1")),
    );
}

#[test]
fn debug_shows_no_claim() {
    let shown = with(r#","scope":"secret""#, |further| format!("{further:?}"));
    assert_eq!(shown.unwrap(), "Further(..)");
}
