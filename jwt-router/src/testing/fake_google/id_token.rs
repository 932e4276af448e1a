//! Creates the ID tokens of a fake Google, valid and faulty ones.

use base64_simd::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::{
    FakeFault, FakeGoogle,
    state::{FakeState, Grant},
};

/// Returns the ID token for a login, changed by the faults that the test has activated.
pub(super) fn id_token(state: &FakeState, grant: &Grant) -> String {
    let key = state.key();
    let mut header = json!({"alg": "RS256", "kid": key.id, "typ": "JWT"});
    if state.has(FakeFault::AlgNone) {
        header = json!({"alg": "none", "typ": "JWT"});
    }
    if state.has(FakeFault::Hs256WithPublicKey) {
        set(&mut header, "alg", json!("HS256"));
    }
    if state.has(FakeFault::AccessTokenType) {
        set(&mut header, "typ", json!("at+jwt"));
    }
    if state.has(FakeFault::UnknownKey) {
        set(&mut header, "kid", json!("unknown"));
    }
    let claims = claims(state, grant);
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode_to_string(value.to_string());
    let signed = format!("{}.{}", encode(&header), encode(&claims));
    let signature = if state.has(FakeFault::AlgNone) {
        Vec::new()
    } else if state.has(FakeFault::Hs256WithPublicKey) {
        mac(key.public_pem().as_bytes(), signed.as_bytes())
    } else if state.has(FakeFault::ForgedSignature) {
        key.sign(b"another token")
    } else {
        key.sign(signed.as_bytes())
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode_to_string(signature))
}

fn claims(state: &FakeState, grant: &Grant) -> Value {
    let Grant {
        account,
        authorization,
    } = grant;
    let now = state.now();
    let mut claims = json!({
        "iss": authorization.shape.issuer(&state.base),
        "azp": FakeGoogle::CLIENT_ID,
        "aud": FakeGoogle::CLIENT_ID,
        "sub": account.subject,
        "email": account.email,
        "email_verified": true,
        "name": account.name,
        "iat": now,
        "exp": now.saturating_add(3600),
    });
    if let Some(domain) = &account.hosted_domain {
        set(&mut claims, "hd", json!(domain));
    }
    if let Some(level) = &account.level {
        set(&mut claims, "acr", json!(level));
    }
    if !account.factors.is_empty() {
        set(&mut claims, "amr", json!(account.factors));
    }
    if let Some(nonce) = &authorization.nonce {
        set(&mut claims, "nonce", json!(nonce));
    }
    if authorization.wants_auth_time && !state.has(FakeFault::NoAuthTime) {
        let age = i64::try_from(account.session_age).unwrap_or(i64::MAX);
        set(&mut claims, "auth_time", json!(now.saturating_sub(age)));
    }
    spoil(&mut claims, state, now);
    claims
}

/// Changes the claims of an ID token by the faults that the test has activated.
fn spoil(claims: &mut Value, state: &FakeState, now: i64) {
    for (fault, name, value) in [
        (
            FakeFault::WrongIssuer,
            "iss",
            json!("https://accounts.example.com"),
        ),
        (FakeFault::WrongAudience, "aud", json!("another-client")),
        (
            FakeFault::WrongAuthorizedParty,
            "azp",
            json!("another-client"),
        ),
        (
            FakeFault::WrongAuthorizedParty,
            "aud",
            json!([FakeGoogle::CLIENT_ID, "another-client"]),
        ),
        (FakeFault::WrongNonce, "nonce", json!("another-login")),
        (FakeFault::Expired, "exp", json!(now.saturating_sub(3600))),
        (
            FakeFault::FromTheFuture,
            "iat",
            json!(now.saturating_add(86_400)),
        ),
        (
            FakeFault::AuthTimeInTheFuture,
            "auth_time",
            json!(now.saturating_add(86_400)),
        ),
        (FakeFault::EmailUnverified, "email_verified", json!(false)),
        (
            FakeFault::EmailVerifiedAsText,
            "email_verified",
            json!("true"),
        ),
        (FakeFault::NoEmail, "email", Value::Null),
    ] {
        if state.has(fault) {
            set(claims, name, value);
        }
    }
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn mac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}
