//! The form of tokens, and the places of a request that they are taken from.

use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

use super::*;
use crate::jwt::key::Algorithm;

#[track_caller]
fn check(authorization: &[&str], expected: Result<&str, NoBearer>) {
    check_with(&AuthScheme::Bearer, authorization, expected);
}

#[track_caller]
fn check_with(scheme: &AuthScheme, authorization: &[&str], expected: Result<&str, NoBearer>) {
    let mut headers = HeaderMap::new();
    for value in authorization {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        headers.append(AUTHORIZATION, value);
    }
    let text = BearerToken::from_headers(&headers, scheme).and_then(|token| {
        match token.take_apart(DEFAULT_MAXIMUM_LENGTH) {
            Err(Unusable::Credentials(none)) => Err(none),
            Err(Unusable::Token(_)) | Ok(_) => Ok(token.text()),
        }
    });
    assert_eq!(text, expected.map(str::as_bytes), "{authorization:?}");
}

// Request: RFC 6750, section 2.1.
#[test]
fn a_bearer_token_is_taken_from_the_header() {
    check(&["Bearer abc.def.ghi"], Ok("abc.def.ghi"));
    check(&["Bearer   abc"], Ok("abc"));
    check(&["Bearer aA0-._~+/=="], Ok("aA0-._~+/=="));
    check(&["Bearer null"], Ok("null"));
    check(
        &[&format!("Bearer {}", "a".repeat(100))],
        Ok(&"a".repeat(100)),
    );
}

// Fault 5: `bearer x` was a crash. RFC 9110, section 11.1.
#[test]
fn the_scheme_is_case_insensitive() {
    check(&["bearer abc"], Ok("abc"));
    check(&["bEARER abc"], Ok("abc"));
}

// RFC 9110, section 11.1.
#[test]
fn a_configured_scheme_takes_the_place_of_bearer() {
    let scheme = AuthScheme::parse("Token").unwrap();
    check_with(&scheme, &["Token abc.def.ghi"], Ok("abc.def.ghi"));
    check_with(&scheme, &["tOKEN   abc"], Ok("abc"));
    for other in [
        "Bearer abc",
        "Bearer",
        "Tokens abc",
        "Toke abc",
        "Basic abc",
    ] {
        check_with(&scheme, &[other], Err(NoBearer::OtherScheme));
    }
    for malformed in [
        "Token",
        "Token ",
        "Token\tabc",
        "Token a b",
        "Token, abc",
        "Token: abc",
    ] {
        check_with(&scheme, &[malformed], Err(NoBearer::Malformed));
    }
    check_with(&scheme, &["Token a", "Token b"], Err(NoBearer::Repeated));
}

// RFC 9110, sections 5.6.2 and 11.1.
#[test]
fn a_scheme_is_one_word_without_a_meaning_of_its_own() {
    for good in ["Token", "token", "X-App", "JWT", "a!#$%&'*+-.^_`|~9"] {
        assert_eq!(AuthScheme::parse(good).unwrap().as_str(), good);
    }
    assert_eq!(AuthScheme::parse("bearer"), Ok(AuthScheme::Bearer));
    for bad in [
        "",
        " ",
        "Token ",
        "To ken",
        "Token:",
        "Token\"",
        "T\u{f6}ken",
        "Basic",
        "digest",
        "NEGOTIATE",
        "DPoP",
        "ntlm",
    ] {
        assert!(AuthScheme::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_missing_header_is_told_from_a_bad_one() {
    check(&[], Err(NoBearer::Missing));
}

// Fault 5: `Basic <jwt>`, `garbageBearer <jwt>` and `Digest x, Bearer <jwt>` were accepted.
#[test]
fn another_scheme_is_no_bearer() {
    check(&["Basic abc"], Err(NoBearer::OtherScheme));
    check(&["Basic"], Err(NoBearer::OtherScheme));
    check(&["garbageBearer abc"], Err(NoBearer::OtherScheme));
    check(&["Bearerabc"], Err(NoBearer::OtherScheme));
    check(&["Digest x, Bearer abc"], Err(NoBearer::OtherScheme));
    check(&["abc.def.ghi"], Err(NoBearer::OtherScheme));
}

// Request: one `Authorization` header at most.
#[test]
fn two_headers_are_refused() {
    check(&["Bearer abc", "Bearer def"], Err(NoBearer::Repeated));
    check(&["Bearer abc", "Bearer abc"], Err(NoBearer::Repeated));
    check(&["Basic abc", "Bearer def"], Err(NoBearer::Repeated));
}

// Fault 5: nothing before or after.
#[test]
fn anything_but_one_token_is_refused() {
    for credentials in [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Bearer    ",
        " Bearer abc",
        "Bearer abc ",
        "Bearer a b",
        "Bearer a,b",
        "Bearer a, Bearer b",
        "Bearer\tabc",
        "Bearer \tabc",
        "Bearer =",
        "Bearer a=b",
        "Bearer \"abc\"",
        "Bearer, abc",
        "Bearer: abc",
        "Bearer a\u{e9}",
        "Bearer a%2E",
        "Bearer token=abc",
    ] {
        check(&[credentials], Err(NoBearer::Malformed));
    }
    check(
        &[&format!(
            "Bearer {}~{} {}",
            "a".repeat(40),
            "a".repeat(40),
            "a".repeat(40)
        )],
        Err(NoBearer::Malformed),
    );
}

// An invalid token and malformed credentials are told apart by every character, at every position.
#[test]
fn no_letter_of_the_credentials_is_overlooked() {
    for length in [1, 2, 3, 4, 15, 16, 17, 38, 63, 64, 65, 130] {
        for at in 0..length {
            for letter in [
                '-', '.', '_', '~', '+', '/', ',', ':', '[', '`', '{', '@', '!', ' ',
            ] {
                let before = "a".repeat(at);
                let after = "a".repeat(length - at - 1);
                let text = format!("{before}{letter}{after}");
                let is_taken_for_space = letter == ' ' && at == 0 && length > 1;
                let expected = if is_taken_for_space {
                    Ok(after.as_str())
                } else if "-._~+/".contains(letter) {
                    Ok(text.as_str())
                } else {
                    Err(NoBearer::Malformed)
                };
                check(&[&format!("Bearer {text}")], expected);
            }
        }
    }
}

// Response: Debug never shows a token.
#[test]
fn debug_shows_no_token() {
    assert_eq!(
        format!("{:?}", BearerToken::from_text(b"abc").unwrap()),
        "BearerToken(..)"
    );
}

#[track_caller]
fn check_query(query: &str, expected: Result<&str, NoQueryToken>) {
    assert_eq!(
        token_in_query(Some(query), "auth", &mut Vec::new()).map(BearerToken::text),
        expected.map(str::as_bytes),
        "{query}"
    );
}

#[test]
fn a_query_token_is_found_under_its_exact_name() {
    check_query("auth=abc.d-e_f.ghi", Ok("abc.d-e_f.ghi"));
    check_query("a=1&auth=abc&b=%20+", Ok("abc"));
    check_query("&&auth=abc&", Ok("abc"));
    for query in [
        "",
        "a=1",
        "Auth=abc",
        "auth2=abc",
        "xauth=abc",
        "auth[]=abc",
        "a=auth",
        "%2561uth=abc",
        "%=1",
        "%6=1",
        "auth%=1",
    ] {
        check_query(query, Err(NoQueryToken::Missing));
    }
    assert_eq!(
        token_in_query(None, "auth", &mut Vec::new()),
        Err(NoQueryToken::Missing)
    );
}

// Request: several tokens are 400.
#[test]
fn a_repeated_query_token_is_refused() {
    check_query("auth=abc&auth=abc", Err(NoQueryToken::Repeated));
    check_query("auth=abc&%61uth=def", Err(NoQueryToken::Repeated));
    check_query("auth=&auth=abc", Err(NoQueryToken::Repeated));
}

// RFC 3986, section 6.2.2.2.
#[test]
fn an_encoded_letter_of_a_query_token_is_that_letter() {
    check_query("auth=a%2Eb%2ec", Ok("a.b.c"));
    check_query("auth=%61%2D%5f%39", Ok("a-_9"));
}

#[test]
fn a_query_token_with_an_encoded_name_or_other_letters_is_refused() {
    for query in [
        "auth",
        "auth=",
        "auth=a%20b",
        "auth=a%252Eb",
        "auth=a%2",
        "auth=a%zz",
        "auth=%",
        "auth=%26auth=b",
        "auth=a%00b",
        "auth=a%2Bb",
        "auth=a+b",
        "auth=a=b",
        "auth==",
        "%61uth=abc",
        "%61%75%74%68=abc",
        "auth=a;b",
        "auth=\u{e9}",
    ] {
        check_query(query, Err(NoQueryToken::Malformed));
    }
    assert_eq!(
        token_in_query(Some("my+token=abc"), "my token", &mut Vec::new()),
        Err(NoQueryToken::Malformed)
    );
}

#[track_caller]
fn check_shape(token: &str, expected: Result<[&str; 4], InvalidToken>) {
    let parts = CompactToken::parse(token.as_bytes(), DEFAULT_MAXIMUM_LENGTH)
        .map(|token| [token.signed, token.header, token.payload, token.signature]);
    let expected = expected.map(|parts| parts.map(str::as_bytes));
    assert_eq!(parts, expected, "{token:?}");
}

#[test]
fn three_parts_are_a_token() {
    check_shape("a.b.c", Ok(["a.b", "a", "b", "c"]));
    check_shape("aA0-.zZ9_.-_", Ok(["aA0-.zZ9_", "aA0-", "zZ9_", "-_"]));
}

// Token: exactly two dots, checked before any decoding (CVE-2025-30204); five parts are a JWE.
#[test]
fn another_number_of_parts_is_malformed() {
    let dots = ".".repeat(DEFAULT_MAXIMUM_LENGTH);
    for token in [
        "",
        "a",
        "a.b",
        "a.b.c.d",
        "a.b.c.d.e",
        ".",
        "..",
        "...",
        ".b.c",
        "a..c",
        "a.b.",
        "null",
        &dots,
    ] {
        check_shape(token, Err(InvalidToken::Malformed));
    }
}

// Token: only `A-Za-z0-9-_`, no padding.
#[test]
fn only_base64url_letters_are_in_a_token() {
    let long = "a".repeat(20);
    for letter in ('\0'..='\x7F').chain(['\u{e9}', '\u{ff21}']) {
        let is_letter = letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        for at in [0, 1, 7, 15, 16, 19] {
            let part: String = long
                .chars()
                .enumerate()
                .map(|(index, other)| if index == at { letter } else { other })
                .collect();
            for token in [
                format!("{part}.b.c"),
                format!("a.{part}.c"),
                format!("a.b.{part}"),
                format!("{long}.{part}.{long}"),
            ] {
                let parsed = CompactToken::parse(token.as_bytes(), DEFAULT_MAXIMUM_LENGTH);
                let is_token = parsed.is_ok();
                assert_eq!(is_token, is_letter, "{token:?}");
            }
        }
    }
}

// Token: at most 16 KiB.
#[test]
fn a_token_of_more_than_16_kib_is_too_long() {
    let token = |length: usize| format!("a.{}.c", "b".repeat(length - 4));
    let longest = token(DEFAULT_MAXIMUM_LENGTH);
    assert!(CompactToken::parse(longest.as_bytes(), 16_384).is_ok());
    assert!(CompactToken::parse(longest.as_bytes(), 16_383).is_err());
    check_shape(&token(16_385), Err(InvalidToken::TooLong));
    check_shape(&".".repeat(1 << 20), Err(InvalidToken::TooLong));
}

#[track_caller]
fn check_header(json: &str, expected: Result<Option<&str>, InvalidToken>) {
    let header = JoseHeader::parse(json, Algorithm::HS256, None);
    assert_eq!(
        header
            .as_ref()
            .map(|header| header.key.as_deref())
            .map_err(|fault| *fault),
        expected,
        "{json}"
    );
}

#[test]
fn a_header_of_ours_is_read() {
    check_header(r#"{"alg":"HS256"}"#, Ok(None));
    check_header("{ \"typ\" : \"JWT\",\r\n \"alg\":\"HS256\" }", Ok(None));
    check_header(
        r#"{"\u0061lg":"HS\u003256","typ":"jwt","kid":"k\u0031"}"#,
        Ok(Some("k1")),
    );
    check_header(
        r#"{"alg":"HS256","x":{"deep":[1,{"a":null}]},"y":1}"#,
        Ok(None),
    );
}

// Token: a JSON object with unique names.
#[test]
fn a_header_is_one_object_with_unique_names() {
    let deep = format!(
        r#"{{"alg":"HS256","x":{}{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let many: Vec<_> = (0..40).map(|name| format!(r#","x{name}":1"#)).collect();
    let many = many.concat();
    let many = format!(r#"{{"alg":"HS256"{many}}}"#);
    for json in [
        "",
        "null",
        "[]",
        "1",
        "\"HS256\"",
        "{",
        "{}{}",
        r#"{"alg":"HS256"} x"#,
        r#"{"alg":"HS256",}"#,
        r#"{"alg":"HS256","alg":"HS256"}"#,
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","\u0061lg":"none"}"#,
        r#"{"alg":"HS256","typ":"JWT","typ":"JWT"}"#,
        r#"{"alg":"HS256","kid":"a","kid":"a"}"#,
        r#"{"alg":"HS256","x":1,"x":1}"#,
        r#"{"alg":"HS256","x":1,"\u0078":1}"#,
        &deep,
        &many,
    ] {
        check_header(json, Err(InvalidToken::Header));
    }
}

// Token: `alg` exactly the key's one algorithm, as a string (RFC 8725, section 3.1).
#[test]
fn another_algorithm_is_refused() {
    for alg in [
        "none",
        "None",
        "NONE",
        "nOnE",
        "",
        "hs256",
        "Hs256",
        "HS256 ",
        " HS256",
        "HS384",
        "HS512",
        "RS256",
        "ES256",
        "EdDSA",
        "Ed25519",
        "HS256\\u0000",
    ] {
        check_header(
            &format!(r#"{{"alg":"{alg}"}}"#),
            Err(InvalidToken::Algorithm),
        );
    }
    check_header("{}", Err(InvalidToken::Algorithm));
    check_header(r#"{"typ":"JWT"}"#, Err(InvalidToken::Algorithm));
    for alg in ["null", "1", "true", "[\"HS256\"]", "{\"HS256\":1}"] {
        check_header(&format!(r#"{{"alg":{alg}}}"#), Err(InvalidToken::Header));
    }
}

// Token: `crit` present → refused (RFC 7515, section 4.1.11); so is RFC 7797's `b64` then.
#[test]
fn critical_extensions_are_refused() {
    for crit in [r#"["exp"]"#, r#"["b64"],"b64":false"#, "[]", "null", "\"\""] {
        check_header(
            &format!(r#"{{"alg":"HS256","crit":{crit}}}"#),
            Err(InvalidToken::Critical),
        );
    }
}

// Token: `jku`, `x5u`, `jwk`, `x5c` never followed (RFC 8725, section 3.10).
#[test]
fn keys_in_the_header_are_refused() {
    for name in ["jku", "jwk", "x5u", "x5c", "\\u006aku"] {
        check_header(
            &format!(r#"{{"alg":"HS256","{name}":"https://example.com"}}"#),
            Err(InvalidToken::KeyReference),
        );
    }
}

// Token: `typ` absent or ours (RFC 8725, section 3.11), `cty: JWT` refused; a refresh token is no access token.
#[test]
fn another_type_is_refused() {
    for typ in [
        "at+jwt",
        "rt+jwt",
        "JWE",
        "",
        "JWT ",
        "application/at+jwt",
        "dpop+jwt",
        "logout+jwt",
    ] {
        check_header(
            &format!(r#"{{"alg":"HS256","typ":"{typ}"}}"#),
            Err(InvalidToken::Type),
        );
    }
    check_header(r#"{"alg":"HS256","cty":"JWT"}"#, Err(InvalidToken::Type));
    check_header(
        r#"{"alg":"HS256","typ":"JWT","cty":"json"}"#,
        Err(InvalidToken::Type),
    );
    check_header(r#"{"alg":"HS256","typ":null}"#, Err(InvalidToken::Header));
    check_header(r#"{"alg":"HS256","kid":1}"#, Err(InvalidToken::Header));
}

#[test]
fn the_known_headers_are_those_of_pyjwt_and_jsonwebtoken() {
    assert_eq!(
        KnownHeader::new(Algorithm::HS256).as_str(),
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    );
    assert_eq!(
        KnownHeader::type_first(Algorithm::HS256).as_str(),
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9"
    );
}
