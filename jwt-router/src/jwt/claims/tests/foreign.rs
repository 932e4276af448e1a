//! Access and ID tokens of other issuers.

use super::*;

/// The tables of another issuer's tokens: none, since the configuration determines their table.
struct NoTables;

impl Tables for NoTables {
    const IS_FOREIGN: bool = true;

    fn find(&self, _table: &str) -> Option<(TableIndex, &'static str)> {
        None
    }
}

/// Checks which key is read from the payload of a token by the rules of this kind, with the issuer `iss` and the
/// audience `us`, or why the token is refused.
#[track_caller]
fn check_kind(
    kind: TokenKind<'_>,
    parties: &[&str],
    payload: &str,
    expected: Result<&str, InvalidToken>,
) {
    let [issuers, audience] = [["iss".to_owned()], ["us".to_owned()]];
    let parties: Vec<String> = parties.iter().map(ToString::to_string).collect();
    let expectations = Expected {
        rules: Rules {
            issuers: &issuers,
            audience: &audience,
            parties: &parties,
            clients: &[],
            leeway: 0,
            kind,
        },
        tables: &NoTables,
    };
    let claims = Claims::read(payload.as_bytes(), &expectations);
    assert_eq!(claims.map(|claims| claims.key), expected, "{payload}");
}

#[cfg(feature = "google")]
#[track_caller]
fn check_id(nonce: Option<&str>, claims: &str, expected: Result<&str, InvalidToken>) {
    let payload = format!(r#"{{"iss":"iss","exp":9,{claims}}}"#);
    check_kind(TokenKind::Id { nonce }, &["us"], &payload, expected);
}

// OpenID Connect Core 1.0, section 3.1.3.7.
#[cfg(feature = "google")]
#[test]
fn an_id_token_is_for_the_client_and_of_its_login() {
    use InvalidToken::{AuthorizedParty, Nonce};

    let check = |claims: &str, expected| {
        let claims = format!(r#""sub":"1","iat":1,{claims}"#);
        check_id(Some("n"), &claims, expected);
    };
    let subject = Ok(r#""1""#);
    check(r#""aud":"us","nonce":"n""#, subject);
    check(r#""aud":["us"],"nonce":"n""#, subject);
    check(r#""aud":["us","them"],"azp":"us","nonce":"n""#, subject);
    check(r#""aud":["us","them"],"nonce":"n""#, Err(AuthorizedParty));
    check(
        r#""aud":"us","azp":"them","nonce":"n""#,
        Err(AuthorizedParty),
    );
    check(
        r#""aud":"them","azp":"us","nonce":"n""#,
        Err(InvalidToken::Audience),
    );
    check(r#""aud":"us","nonce":"m""#, Err(Nonce));
    check(r#""aud":"us","nonce":1"#, Err(Nonce));
    check(r#""aud":"us""#, Err(Nonce));
    check(
        r#""aud":"us","nonce":"n","nonce":"n""#,
        Err(InvalidToken::RepeatedClaim),
    );
    // A hash of the access token, and claims that have a meaning only in other kinds of tokens.
    check(
        r#""aud":"us","nonce":"n","at_hash":"x","typ":"ID","jti":1,"table_name":7"#,
        subject,
    );
}

#[cfg(feature = "google")]
#[test]
fn an_id_token_has_a_subject_and_dates() {
    let check =
        |claims: &str, expected| check_id(None, &format!(r#""aud":"us",{claims}"#), expected);
    check(r#""sub":"1","iat":1"#, Ok(r#""1""#));
    check(r#""sub":"1","iat":1,"nonce":"n""#, Ok(r#""1""#));
    check(r#""sub":"","iat":1"#, Err(InvalidToken::NoSubject));
    check(r#""iat":1"#, Err(InvalidToken::NoKey));
    check(r#""sub":1,"iat":1"#, Err(InvalidToken::KeyType));
    check(r#""sub":"1""#, Err(InvalidToken::ClaimType));
    let payload = r#"{"iss":"iss","aud":"us","sub":"1","iat":1}"#;
    let kind = TokenKind::Id { nonce: None };
    check_kind(kind, &["us"], payload, Err(InvalidToken::NoExpiry));
}

/// Returns the kind of token that is accepted from an issuer whose claim `claim` holds the entity's key.
fn access(claim: &str, accepted: Accepted, is_typed: bool) -> TokenKind<'_> {
    TokenKind::Access {
        entity: (TableIndex::new(3), claim),
        accepted,
        is_typed,
    }
}

// OpenID Connect Core 1.0, section 3.1.3.6; RFC 9068, section 2.1.
#[test]
fn a_hash_makes_an_id_token_unless_the_header_has_the_type_of_an_access_token() {
    let no_access = Err(InvalidToken::NotAccess);
    let good = Ok(r#""1""#);
    for (claim, plain, typed, with_id_tokens) in [
        (r#""x":"x""#, good, good, good),
        (r#""at_hash":"x""#, no_access, good, good),
        (r#""c_hash":"x""#, no_access, good, good),
        (r#""typ":"ID""#, no_access, no_access, good),
        (r#""token_use":"id""#, no_access, no_access, good),
        (r#""typ":"Bearer","token_use":"access""#, good, good, good),
        (r#""typ":"Refresh""#, no_access, no_access, no_access),
        (r#""typ":"Offline""#, no_access, no_access, no_access),
        (r#""typ":"Logout""#, no_access, no_access, no_access),
        (r#""token_use":"refresh""#, no_access, no_access, no_access),
        (
            r#""at_hash":"x","typ":"Refresh""#,
            no_access,
            no_access,
            no_access,
        ),
    ] {
        let payload = format!(r#"{{"iss":"iss","aud":"us","exp":9,"sub":"1",{claim}}}"#);
        let check = |kind, expected| check_kind(kind, &[], &payload, expected);
        check(access("sub", Accepted::Access, false), plain);
        check(access("sub", Accepted::Access, true), typed);
        check(access("sub", Accepted::TypedAccess, true), typed);
        check(access("sub", Accepted::AccessOrId, false), with_id_tokens);
        check(access("sub", Accepted::AccessOrId, true), with_id_tokens);
    }
}

#[test]
fn an_access_token_is_no_id_token() {
    let kind = |claim| access(claim, Accepted::Access, false);
    let check = |claims: &str, expected| {
        let payload = format!(r#"{{"iss":"iss","aud":"us","exp":9,"sub":"1",{claims}}}"#);
        check_kind(kind("sub"), &["us"], &payload, expected);
    };
    check(r#""azp":"us""#, Ok(r#""1""#));
    check(r#""nonce":"n","azp":"us""#, Ok(r#""1""#));
    check(r#""azp":"them""#, Err(InvalidToken::AuthorizedParty));
    check(r#""azp":["us"]"#, Err(InvalidToken::AuthorizedParty));
    check(r#""x":1"#, Err(InvalidToken::NoAuthorizedParty));
    for claim in [r#""at_hash":"x""#, r#""typ":"ID""#, r#""token_use":"id""#] {
        let claims = format!(r#""azp":"us",{claim}"#);
        check(&claims, Err(InvalidToken::NotAccess));
    }
    let payload = r#"{"iss":"iss","aud":"us","exp":9,"email":"a@b","email_verified":false}"#;
    check_kind(
        kind("email"),
        &[],
        payload,
        Err(InvalidToken::UnverifiedEmail),
    );
}

#[cfg(feature = "google")]
#[test]
fn the_header_tells_the_kind() {
    let check = |kind, is_access_token, expected| {
        let rules = Rules {
            kind,
            ..Rules::default()
        };
        assert_eq!(rules.check_type(is_access_token), expected);
    };
    let access = |accepted, is_typed| access("sub", accepted, is_typed);
    for accepted in [Accepted::Access, Accepted::AccessOrId] {
        check(access(accepted, false), false, Ok(()));
        check(access(accepted, true), true, Ok(()));
    }
    let typed = Accepted::TypedAccess;
    check(access(typed, true), true, Ok(()));
    check(access(typed, false), false, Err(InvalidToken::NotAccess));
    let id = TokenKind::Id { nonce: None };
    check(id, false, Ok(()));
    check(id, true, Err(InvalidToken::Type));
}
