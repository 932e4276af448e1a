//! Verification of whole tokens: which are accepted, and with which reason the others are refused.

use base64_simd::URL_SAFE_NO_PAD;

use super::*;
use crate::jwt::{
    claims::TableIndex,
    key::{KeyRing, Secret, SecretKey},
    sign::Signer,
    token::DEFAULT_MAXIMUM_LENGTH,
};

mod encoding;
mod peer;

const SECRET: &str = concat!("m5Xc0Zq2mSNNV8GmDlf", "Yx9V9n0ucVQ0bWkXo1yIYp3k=");
const OTHER_SECRET: &str = concat!("Vq0Jt3mZk8f5bqUuJp1cQ2", "yTtE7oWlHrXn6sDg9Ba4M=");
const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
const PAYLOAD: &str = r#"{"table_name":"users","user_id":42,"exp":1000}"#;
const NOW: i64 = 900;

struct Users;

impl Tables for Users {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        (table == "users").then_some((TableIndex::new(0), "user_id"))
    }
}

fn ring() -> KeyRing {
    KeyRing::new(&Secret::try_from(SECRET).unwrap(), &[]).unwrap()
}

fn signing_key() -> SecretKey {
    SecretKey::new(&Secret::try_from(SECRET).unwrap()).unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(&ring())
}

fn sign_with(key: &SecretKey, header: &[u8], payload: &[u8]) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode_to_string(header),
        URL_SAFE_NO_PAD.encode_to_string(payload)
    );
    let signature = URL_SAFE_NO_PAD.encode_to_string(key.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn sign(header: &str, payload: &str) -> String {
    sign_with(&signing_key(), header.as_bytes(), payload.as_bytes())
}

fn verify<'b>(
    verifier: &Verifier,
    token: &str,
    now: i64,
    buffer: &'b mut PayloadBuffer,
) -> Result<Claims<'b>, InvalidToken> {
    let token = CompactToken::parse(token.as_bytes(), DEFAULT_MAXIMUM_LENGTH)?;
    verifier.verify(token, None, now, buffer, &Users)
}

fn verdict(verifier: &Verifier, token: &str) -> Result<String, InvalidToken> {
    let mut buffer = PayloadBuffer::new();
    verify(verifier, token, NOW, &mut buffer).map(|claims| claims.key.to_owned())
}

#[track_caller]
fn check(token: &str, expected: Result<&str, InvalidToken>) {
    assert_eq!(
        verdict(&verifier(), token)
            .as_deref()
            .map_err(|fault| *fault),
        expected,
        "{token}"
    );
}

#[track_caller]
fn check_payload(payload: &str, expected: Result<&str, InvalidToken>) {
    check(&sign(HEADER, payload), expected);
}

#[test]
fn a_good_token_is_trusted_however_its_header_is_spelled() {
    let id = ring().signing_key().id().as_str().to_owned();
    check(&sign(HEADER, PAYLOAD), Ok("42"));
    check(&sign(r#"{"typ":"JWT","alg":"HS256"}"#, PAYLOAD), Ok("42"));
    check(&sign(r#"{"alg":"HS256"}"#, PAYLOAD), Ok("42"));
    check(
        &sign(
            "{ \"alg\": \"HS256\", \"typ\": \"jwt\", \"x\": 1 }",
            PAYLOAD,
        ),
        Ok("42"),
    );
    check(
        &sign(
            &format!(r#"{{"alg":"HS256","kid":"{id}","typ":"JWT"}}"#),
            PAYLOAD,
        ),
        Ok("42"),
    );
    check(
        &sign(&format!(r#"{{"kid":"{id}","alg":"HS256"}}"#), PAYLOAD),
        Ok("42"),
    );
}

// RFC 7515, appendix A.1: the signature of its token is valid, and its payload has no table.
#[test]
fn the_token_of_rfc_7515_a1_is_verified() {
    let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let key = Secret::try_from(URL_SAFE_NO_PAD.decode_to_vec(key).unwrap()).unwrap();
    let verifier = Verifier::new(&KeyRing::new(&key, &[]).unwrap());
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
        .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_eq!(verdict(&verifier, token), Err(InvalidToken::NoTable));
    assert_eq!(
        verdict(&verifier, &token.replace("Xk", "Xg")),
        Err(InvalidToken::Signature)
    );
}

// Token: signature before content (ASVS 9.1.1).
#[test]
fn the_payload_is_not_looked_at_before_the_signature() {
    for payload in ["", "not json", r#"{"exp":0}"#, PAYLOAD] {
        let key = SecretKey::new(&Secret::try_from(OTHER_SECRET).unwrap()).unwrap();
        let token = sign_with(&key, HEADER.as_bytes(), payload.as_bytes());
        let expected = if payload.is_empty() {
            InvalidToken::Malformed
        } else {
            InvalidToken::Signature
        };
        check(&token, Err(expected));
    }
}

// Token: the input that was signed is the input received.
#[test]
fn every_changed_letter_is_refused() {
    let token = sign(HEADER, PAYLOAD);
    let verifier = verifier();
    for at in 0..token.len() {
        for letter in ["A", "B", "_", ".", "=", "~"] {
            let mut changed = token.clone();
            changed.replace_range(at..=at, letter);
            assert!(
                changed == token || verdict(&verifier, &changed).is_err(),
                "{changed}"
            );
        }
    }
    for length in 0..token.len() {
        assert!(verdict(&verifier, &token[..length]).is_err());
    }
}

// Token: base64url strict, no padding, no stray trailing bits.
#[test]
fn a_part_has_one_spelling() {
    let token = sign(HEADER, PAYLOAD);
    for added in ["=", "A", ".", "\n", " "] {
        assert!(verdict(&verifier(), &format!("{token}{added}")).is_err());
    }
    // 43 letters are 258 bits: the last two have to be zero.
    let last = token.chars().last().unwrap();
    let twins = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        .chars()
        .filter(|twin| *twin != last);
    for twin in twins {
        check(
            &format!("{}{twin}", &token[..token.len() - 1]),
            Err(InvalidToken::Signature),
        );
    }
    // A payload with trailing bits that are not zero, under a valid signature.
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode_to_string(HEADER), "eyJ9");
    assert!(URL_SAFE_NO_PAD.decode_to_vec("eyJ").is_err());
    for payload in ["eyJ", "e", "eyJ9e"] {
        let signed = signed.replace("eyJ9", payload);
        let signature = URL_SAFE_NO_PAD.encode_to_string(signing_key().sign(signed.as_bytes()));
        check(
            &format!("{signed}.{signature}"),
            Err(InvalidToken::Encoding),
        );
    }
}

// Token: header rules hold for signed tokens too; `alg: none` without a signature is no token at all.
#[test]
fn a_bad_header_is_refused_though_it_is_signed() {
    for (header, expected) in [
        (r#"{"alg":"none","typ":"JWT"}"#, InvalidToken::Algorithm),
        (r#"{"alg":"HS384","typ":"JWT"}"#, InvalidToken::Algorithm),
        (r#"{"alg":"RS256","typ":"JWT"}"#, InvalidToken::Algorithm),
        (r#"{"typ":"JWT"}"#, InvalidToken::Algorithm),
        (r#"{"alg":"HS256","crit":["exp"]}"#, InvalidToken::Critical),
        (
            r#"{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#,
            InvalidToken::KeyReference,
        ),
        (r#"{"alg":"HS256","typ":"rt+jwt"}"#, InvalidToken::Type),
        (r#"{"alg":"HS256","cty":"JWT"}"#, InvalidToken::Type),
        (
            r#"{"alg":"HS256","kid":"../../dev/null"}"#,
            InvalidToken::UnknownKey,
        ),
        (r#"{"alg":"HS256","kid":""}"#, InvalidToken::UnknownKey),
        (r#"{"alg":"HS256","alg":"HS256"}"#, InvalidToken::Header),
        ("[]", InvalidToken::Header),
    ] {
        check(&sign(header, PAYLOAD), Err(expected));
    }
    let unsigned = sign(r#"{"alg":"none"}"#, PAYLOAD);
    check(
        &unsigned[..=unsigned.rfind('.').unwrap()],
        Err(InvalidToken::Malformed),
    );
    check(
        &sign_with(
            &signing_key(),
            b"{\"alg\":\"HS256\",\"x\":\"\xFF\"}",
            PAYLOAD.as_bytes(),
        ),
        Err(InvalidToken::Header),
    );
}

// Token: `cty: JWT` and five-part tokens refused.
#[test]
fn a_jwe_is_refused() {
    check(
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.AAAA.AAAA.AAAA.AAAA",
        Err(InvalidToken::Malformed),
    );
    check(
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA",
        Err(InvalidToken::Malformed),
    );
}

// Token: payload valid UTF-8.
#[test]
fn a_payload_is_utf_8() {
    let payload = [
        br#"{"table_name":"users","user_id":1,"exp":1000,"x":""#.as_slice(),
        &[0xC3, 0x28],
        b"\"}",
    ]
    .concat();
    check(
        &sign_with(&signing_key(), HEADER.as_bytes(), &payload),
        Err(InvalidToken::Payload),
    );
}

// Token: at most 16 KiB.
#[test]
fn a_long_payload_is_read_and_a_longer_one_is_not() {
    let padded = |length: usize| {
        format!(
            r#"{{"table_name":"users","user_id":42,"exp":1000,"x":"{}"}}"#,
            "x".repeat(length)
        )
    };
    for length in [
        0, 440, 455, 456, 457, 458, 459, 460, 461, 462, 463, 470, 1000, 12_000,
    ] {
        check_payload(&padded(length), Ok("42"));
    }
    check_payload(&padded(13_000), Err(InvalidToken::TooLong));
}

#[track_caller]
fn check_dates(leeway: u32, claims: &str, now: i64, expected: Result<(), InvalidToken>) {
    let token = sign(
        HEADER,
        &format!(r#"{{"table_name":"users","user_id":1,{claims}}}"#),
    );
    let mut buffer = PayloadBuffer::new();
    let verifier = verifier().leeway(leeway);
    let verdict = verify(&verifier, &token, now, &mut buffer).map(|_| ());
    assert_eq!(verdict, expected, "{claims} at {now}");
}

// Token: `exp` in the future; no panic, no wrap-around for 1e400, negative, or u64::MAX.
#[test]
fn a_token_ends_at_its_expiry() {
    check_dates(0, r#""exp":1000"#, 999, Ok(()));
    for now in [1000, 1001, i64::MAX] {
        check_dates(0, r#""exp":1000"#, now, Err(InvalidToken::Expired));
    }
    check_dates(0, r#""exp":1000.9"#, 1000, Err(InvalidToken::Expired));
    check_dates(0, r#""exp":-1"#, 0, Err(InvalidToken::Expired));
    check_dates(0, r#""exp":0"#, 0, Err(InvalidToken::Expired));
    check_dates(
        0,
        r#""exp":-9223372036854775808"#,
        i64::MIN,
        Err(InvalidToken::Expired),
    );
    check_dates(u32::MAX, r#""exp":18446744073709551615"#, 1000, Ok(()));
    check_dates(
        0,
        r#""exp":18446744073709551615"#,
        i64::MAX,
        Err(InvalidToken::Expired),
    );
    check_dates(0, r#""exp":1e400"#, 0, Err(InvalidToken::Payload));
    check_dates(0, r#""iat":1"#, 0, Err(InvalidToken::NoExpiry));
}

// Token: `nbf`, `iat` checked when present.
#[test]
fn a_token_starts_at_its_dates() {
    check_dates(0, r#""nbf":900,"iat":900,"exp":1000"#, 900, Ok(()));
    check_dates(0, r#""nbf":900.9,"iat":900.9,"exp":1000"#, 900, Ok(()));
    check_dates(
        0,
        r#""nbf":901,"exp":1000"#,
        900,
        Err(InvalidToken::NotYetValid),
    );
    check_dates(
        0,
        r#""iat":901,"exp":1000"#,
        900,
        Err(InvalidToken::IssuedInFuture),
    );
    check_dates(
        0,
        r#""nbf":18446744073709551615,"exp":1000"#,
        900,
        Err(InvalidToken::NotYetValid),
    );
    check_dates(0, r#""iat":-5,"nbf":-5,"exp":1000"#, 900, Ok(()));
}

// Token: leeway explicit and default 0.
#[test]
fn leeway_moves_the_dates() {
    check_dates(10, r#""exp":1000"#, 1009, Ok(()));
    check_dates(10, r#""exp":1000"#, 1010, Err(InvalidToken::Expired));
    check_dates(10, r#""nbf":910,"iat":910,"exp":1000"#, 900, Ok(()));
    check_dates(
        10,
        r#""nbf":911,"exp":1000"#,
        900,
        Err(InvalidToken::NotYetValid),
    );
}

// Token: `iss` exact and `aud` containing ours once configured.
#[test]
fn issuer_and_audience_are_required_once_configured() {
    let strict = || {
        verifier()
            .issuer(Some("us".to_owned()))
            .audience(vec!["api".to_owned()])
    };
    let with = |claims: &str| sign(HEADER, &PAYLOAD.replace('}', claims));
    assert_eq!(
        verdict(&strict(), &with(r#","iss":"us","aud":["x","api"]}"#)).as_deref(),
        Ok("42")
    );
    assert_eq!(
        verdict(&strict(), &with(r#","iss":"us"}"#)),
        Err(InvalidToken::NoAudience)
    );
    assert_eq!(
        verdict(&strict(), &with(r#","aud":"api"}"#)),
        Err(InvalidToken::Issuer)
    );
    check(&with(r#","aud":"api"}"#), Err(InvalidToken::Audience));
    check(&with(r#","iss":"anyone"}"#), Ok("42"));
}

// Keys: a token of an old key is valid until the key is removed from the ring.
#[test]
fn keys_rotate() {
    let secrets = [SECRET, OTHER_SECRET].map(|text| Secret::try_from(text).unwrap());
    let [old, new] = &secrets;
    let before = KeyRing::new(old, &[]).unwrap();
    let during = KeyRing::new(new, std::slice::from_ref(old)).unwrap();
    let after = KeyRing::new(new, &[]).unwrap();
    let [of_before, of_during, of_after] = [&before, &during, &after].map(|ring| {
        Signer::new(ring, DEFAULT_MAXIMUM_LENGTH)
            .sign(PAYLOAD.as_bytes())
            .unwrap()
    });
    let accepts = |ring: &KeyRing| {
        let verifier = Verifier::new(ring);
        [&of_before, &of_during, &of_after].map(|token| verdict(&verifier, token).is_ok())
    };
    assert_eq!(accepts(&before), [true, false, false]);
    assert_eq!(accepts(&during), [true, true, true]);
    assert_eq!(accepts(&after), [false, true, true]);
    assert_eq!(
        verdict(&Verifier::new(&before), &of_during),
        Err(InvalidToken::UnknownKey)
    );
}

// Keys: a token that names a key is valid under that key only.
#[test]
fn a_named_key_is_the_only_one_tried() {
    let secrets = [SECRET, OTHER_SECRET].map(|text| Secret::try_from(text).unwrap());
    let ring = KeyRing::new(&secrets[0], &secrets[1..]).unwrap();
    let verifier = Verifier::new(&ring);
    let other = SecretKey::new(&secrets[1]).unwrap();
    let header = |id: &str| format!(r#"{{"alg":"HS256","kid":"{id}","typ":"JWT"}}"#);
    let token = |named: &SecretKey| {
        sign_with(
            &other,
            header(named.id().as_str()).as_bytes(),
            PAYLOAD.as_bytes(),
        )
    };
    assert!(verdict(&verifier, &token(&other)).is_ok());
    assert_eq!(
        verdict(&verifier, &token(&SecretKey::new(&secrets[0]).unwrap())),
        Err(InvalidToken::Signature)
    );
}

// The hot path allocates nothing: the buffer stays on the stack and the claims borrow from it.
#[test]
fn a_usual_token_is_verified_without_the_heap() {
    let mut buffer = PayloadBuffer::new();
    let token = sign(
        HEADER,
        &PAYLOAD.replace('}', r#","jti":"AAAAAAAAAAAAAAAAAAAAAA"}"#),
    );
    let claims = verify(&verifier(), &token, NOW, &mut buffer).unwrap();
    assert_eq!(claims.key, "42");
    assert!(!buffer.has_heap());
    let token = sign(
        HEADER,
        &format!("{{\"x\":\"{}\",{}", "x".repeat(600), &PAYLOAD[1..]),
    );
    assert!(verify(&verifier(), &token, NOW, &mut buffer).is_ok());
    assert!(buffer.has_heap());
}

// Response: Debug never shows a key.
#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", verifier());
    assert!(
        !shown.contains(&SECRET[..8]) && shown.contains("HmacKey(..)"),
        "{shown}"
    );
}
