//! Tokens: which are accepted, and which are not.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jwt_router::{App, JwtRoutes, SignError, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, builder, claims_of, forge,
    forge_raw, get, jwt, parts_of, token,
};
use serde_json::{Value, json};

use crate::log::logged;

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

fn app(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![me]).build().unwrap()
}

/// Whether an application of this configuration takes the token.
#[track_caller]
fn check(builder: JwtRoutesBuilder, token: &str, is_good: bool) {
    let answer = get("/me").bearer(token).to(&app(&builder.build().unwrap()));
    if is_good {
        answer.is(200, "Ada");
    } else {
        answer.is_refused(Refusal::BadToken);
    }
}

/// The code with which the log has the refusal of a token.
#[track_caller]
fn code_of(token: &str) -> Value {
    let log = logged(|| check(builder(), token, false));
    let mut refusals = log
        .iter()
        .filter(|event| event["target"] == "jwt_router::guard");
    refusals.next().unwrap()["fields"]["code"].clone()
}

/// Ada's claims with these ones.
fn claims(more: Value) -> Value {
    let mut claims = json!({"table_name": "users", "user_id": 1, "exp": NOW + 60});
    let Value::Object(more) = more else {
        panic!("claims are an object")
    };
    claims.as_object_mut().unwrap().extend(more);
    claims
}

// SECURITY.md, Token: `exp` in the future, with a leeway of five seconds by default.
#[test]
fn a_token_ends_five_seconds_after_its_expiry() {
    let clock = FixedClock::at_unix(NOW);
    let jwt = builder()
        .clock(clock.clone())
        .expires_in(Duration::from_secs(60))
        .build()
        .unwrap();
    let app = app(&jwt);
    let minted = jwt.create_token(&ada()).unwrap();
    clock.advance(Duration::from_secs(64));
    get("/me").bearer(minted.as_str()).to(&app).is(200, "Ada");
    clock.advance(Duration::from_secs(1));
    let answer = get("/me").bearer(minted.as_str()).to(&app);
    answer.is_refused(Refusal::BadToken);
}

// SECURITY.md, Token: `exp`, `nbf`, `iat`; leeway explicit.
#[test]
fn dates_are_checked_with_the_leeway_that_is_configured() {
    let lenient = || builder().leeway(Duration::from_secs(10));
    for (name, value, is_good, is_good_with_leeway) in [
        ("exp", NOW + 1, true, true),
        ("exp", NOW, true, true),
        ("exp", NOW - 4, true, true),
        ("exp", NOW - 5, false, true),
        ("exp", NOW - 9, false, true),
        ("exp", NOW - 10, false, false),
        ("nbf", NOW + 5, true, true),
        ("nbf", NOW + 6, false, true),
        ("nbf", NOW + 11, false, false),
        ("iat", NOW + 5, true, true),
        ("iat", NOW + 6, false, true),
        ("iat", NOW + 11, false, false),
    ] {
        let token = forge(&claims(json!({name: value})));
        check(builder(), &token, is_good);
        check(lenient(), &token, is_good_with_leeway);
        let strict = builder().leeway(Duration::ZERO);
        check(strict, &token, name == "exp" && value > NOW);
    }
}

// SECURITY.md, Token: no panic, no wrap-around.
#[test]
fn odd_dates_neither_panic_nor_wrap() {
    for (exp, is_good) in [
        ("1e400", false),
        ("-1e400", false),
        ("-1", false),
        ("0", false),
        ("-9223372036854775808", false),
        ("18446744073709551615", true),
        ("18446744073709551616", false),
        ("1700000000.9", true),
        ("1699999995.9", false),
        ("1700000001.0", true),
        ("17e8", true),
        ("18e8", true),
        ("null", false),
        ("true", false),
        ("\"1800000000\"", false),
        ("[1800000000]", false),
    ] {
        let payload = format!(r#"{{"table_name":"users","user_id":1,"exp":{exp}}}"#);
        let token = forge_raw(r#"{"alg":"HS256"}"#, &payload, SECRET);
        check(builder(), &token, is_good);
        check(
            builder().leeway(Duration::from_secs(300)),
            &token,
            is_good || exp.starts_with("16"),
        );
    }
}

// SECURITY.md, Token: `iss` exact and `aud` containing ours, both required and typed once configured.
#[test]
fn issuer_and_audience_are_minted_and_required() {
    let configured = || {
        builder()
            .issuer("https://us")
            .audience("web")
            .audience("app")
    };
    let minted = configured().build().unwrap().create_token(&ada()).unwrap();
    let minted = minted.as_str();
    assert_eq!(claims_of(minted)["iss"], "https://us");
    assert_eq!(claims_of(minted)["aud"], "web");
    check(configured(), minted, true);
    check(builder(), minted, false);
    check(configured(), &token(&ada()), false);
    for (iss, aud, is_good) in [
        (json!("https://us"), json!("app"), true),
        (json!("https://us"), json!(["x", "web"]), true),
        (json!("https://us"), json!([]), false),
        (json!("https://us"), json!("webx"), false),
        (json!("https://us"), json!(1), false),
        (json!("https://us"), json!(null), false),
        (json!("https://us"), json!(["web", 1]), false),
        (json!("https://us/"), json!("web"), false),
        (json!("HTTPS://us"), json!("web"), false),
        (json!(["https://us"]), json!("web"), false),
        (json!(null), json!("web"), false),
    ] {
        let token = forge(&claims(json!({"iss": iss, "aud": aud})));
        check(configured(), &token, is_good);
    }
}

// SECURITY.md, Token: the signature is of the bytes that were received.
#[test]
fn every_byte_of_a_token_counts() {
    let good = forge(&claims(json!({})));
    check(builder(), &good, true);
    let app = app(&jwt());
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        let answer = get("/me").bearer(&changed).to(&app);
        answer.is_refused(Refusal::BadToken);
    }
    for cut in [1, 2, 43, 44] {
        let answer = get("/me").bearer(&good[..good.len() - cut]).to(&app);
        answer.is_refused(Refusal::BadToken);
    }
    let [header, payload, signature] = parts_of(&good);
    for changed in [
        format!("{good}A"),
        format!("{good}="),
        format!("{good}."),
        format!(".{good}"),
        format!("{header}..{payload}.{signature}"),
        format!("{header}.{payload}."),
        format!("{header}.{payload}"),
        format!("{header}.{payload}.{}", signature.replace(['-', '_'], "+")).replace('+', "/")
            + "/",
        format!("{good}.a.b"),
    ] {
        let answer = get("/me").bearer(&changed).to(&app);
        answer.is_refused(Refusal::BadToken);
    }
    // Padding in the middle is not even a bearer token (RFC 6750, section 2.1).
    let padded = format!("{header}.{payload}=.{signature}");
    let answer = get("/me").bearer(&padded).to(&app);
    answer.is_refused(Refusal::BadRequest);
}

// SECURITY.md, Token: `alg` exactly the key's one algorithm; `crit`, key references and other types refused.
#[test]
fn the_header_chooses_nothing() {
    let payload = claims(json!({})).to_string();
    for (header, is_good) in [
        (r#"{"alg":"HS256"}"#, true),
        (r#"{"typ":"jwt","alg":"HS256","x":1}"#, true),
        (r#"{"alg":"none"}"#, false),
        (r#"{"alg":"None"}"#, false),
        (r#"{"alg":""}"#, false),
        (r#"{"alg":"hs256"}"#, false),
        (r#"{"alg":"HS384"}"#, false),
        (r#"{"alg":"RS256"}"#, false),
        (r#"{"alg":["HS256"]}"#, false),
        (r#"{"alg":null}"#, false),
        (r#"{"typ":"JWT"}"#, false),
        (r#"{"alg":"HS256","alg":"HS256"}"#, false),
        (r#"{"alg":"none","alg":"HS256"}"#, false),
        (r#"{"alg":"HS256","crit":[]}"#, false),
        (r#"{"alg":"HS256","crit":["exp"],"exp":1}"#, false),
        (r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#, false),
        (r#"{"alg":"HS256","jku":"https://x.example"}"#, false),
        (r#"{"alg":"HS256","x5u":"https://x.example"}"#, false),
        (r#"{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}"#, false),
        (r#"{"alg":"HS256","x5c":[]}"#, false),
        (r#"{"alg":"HS256","typ":"at+jwt"}"#, false),
        (r#"{"alg":"HS256","cty":"JWT"}"#, false),
        (r#"{"alg":"HS256","kid":"../../dev/null"}"#, false),
        (r#"{"alg":"HS256"} "#, true),
        (r#"{"alg":"HS256"}x"#, false),
        (r#"["HS256"]"#, false),
        ("", false),
    ] {
        check(builder(), &forge_raw(header, &payload, SECRET), is_good);
    }
}

// SECURITY.md, Token: one key, one algorithm.
#[test]
fn an_honest_signature_of_another_algorithm_is_refused() {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"HS384","typ":"JWT"}"#),
        URL_SAFE_NO_PAD.encode(claims(json!({})).to_string())
    );
    let mut mac = Hmac::<sha2::Sha384>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    check(builder(), &format!("{signed}.{signature}"), false);
    check(builder(), &format!("{signed}.{}", &signature[..43]), false);
}

// SECURITY.md, Token: one JSON object in UTF-8, unique registered names, bounded depth.
#[test]
fn the_payload_is_one_object() {
    let good = r#""table_name":"users","user_id":1,"exp":1800000000"#;
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    for (payload, is_good) in [
        (format!("{{{good}}}"), true),
        (format!("{{{good},\"x\":{}}}", deep(50)), true),
        (format!("{{{good},\"x\":{}}}", deep(5_00)), false),
        (format!("{{{good},\"exp\":1800000000}}"), false),
        (format!("{{{good},\"user_id\":2}}"), false),
        (format!("{{{good},\"table_name\":\"teachers\"}}"), false),
        (format!("{{{good},\"\\u0065xp\":1}}"), false),
        (format!("{{{good}}}{{}}"), false),
        (format!("[{{{good}}}]"), false),
        (format!("{{{good}"), false),
        (format!("{{{good},\"sub\":1}}"), false),
        (format!("{{{good},\"jti\":1}}"), false),
    ] {
        check(
            builder(),
            &forge_raw(r#"{"alg":"HS256"}"#, &payload, SECRET),
            is_good,
        );
    }
}

// SECURITY.md, Token: a token that is bound to a key, or that is a security event, is no bearer token.
#[test]
fn tokens_that_are_no_bearer_tokens_are_refused_with_codes_of_their_own() {
    let logout = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    for (claim, value, code) in [
        (
            "cnf",
            json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}),
            "bound_to_key",
        ),
        (
            "cnf",
            json!({"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}),
            "bound_to_key",
        ),
        ("cnf", json!(null), "bound_to_key"),
        ("cnf", json!("text"), "bound_to_key"),
        ("events", logout, "security_event"),
        ("events", json!([]), "security_event"),
    ] {
        let token = forge(&claims(json!({claim: value})));
        assert_eq!(code_of(&token), code, "{claim} {value}");
    }
    // As a member of a claim of the application's, they mean nothing.
    let nested = forge(&claims(json!({"device": {"cnf": 1, "events": 2}})));
    check(builder(), &nested, true);
}

#[test]
fn an_escaped_name_hides_no_claim_of_another_kind_of_token() {
    let payload = format!(
        r#"{{"table_name":"users","user_id":1,"exp":{},"\u0063nf":{{}}}}"#,
        NOW + 60
    );
    check(
        builder(),
        &forge_raw(r#"{"alg":"HS256"}"#, &payload, SECRET),
        false,
    );
}

#[test]
fn no_claim_of_another_kind_of_token_is_minted() {
    for name in ["cnf", "events", "renewable_until"] {
        let error = jwt()
            .token::<User>(&1)
            .claims(&json!({name: 1}))
            .sign()
            .unwrap_err();
        assert!(matches!(error, SignError::ReservedClaim { .. }), "{error}");
    }
}

// RFC 7797, section 7; RFC 7516, section 4.1.
#[test]
fn a_header_of_another_encoding_is_refused() {
    let payload = claims(json!({})).to_string();
    for header in [
        r#"{"alg":"HS256","b64":false}"#,
        r#"{"alg":"HS256","b64":true}"#,
        r#"{"alg":"HS256","b64":false,"crit":["b64"]}"#,
        r#"{"alg":"HS256","zip":"DEF"}"#,
        r#"{"alg":"HS256","enc":"A256GCM"}"#,
        r#"{"alg":"HS256","\u007aip":"DEF"}"#,
    ] {
        check(builder(), &forge_raw(header, &payload, SECRET), false);
    }
    let token = forge_raw(r#"{"alg":"HS256","zip":"DEF"}"#, &payload, SECRET);
    assert_eq!(code_of(&token), "unsupported_header");
}

// RFC 7515, section 4.1.9.
#[test]
fn a_type_is_that_of_a_jwt_or_names_no_kind() {
    let payload = claims(json!({})).to_string();
    for (name, is_good) in [
        ("JWT", true),
        ("jwt", true),
        ("application/jwt", true),
        ("Application/JWT", true),
        ("JOSE", true),
        ("application/jose", true),
        ("at+jwt", false),
        ("application/at+jwt", false),
        ("dpop+jwt", false),
        ("logout+jwt", false),
        ("JOSE+JSON", false),
        ("jwt ", false),
        ("application/", false),
        ("application/application/jwt", false),
        ("text/jwt", false),
        ("", false),
    ] {
        let header = json!({"alg": "HS256", "typ": name}).to_string();
        check(builder(), &forge_raw(&header, &payload, SECRET), is_good);
    }
}
