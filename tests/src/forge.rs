//! Forges tokens that the library would not mint, and decodes those that it does.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

/// Returns a token with these claims, signed with [`SECRET`](crate::SECRET).
#[must_use]
pub fn forge(claims: &Value) -> String {
    forge_raw(
        r#"{"alg":"HS256","typ":"JWT"}"#,
        &claims.to_string(),
        crate::SECRET,
    )
}

/// Returns a token with any header and payload, and with an HS256 signature.
#[must_use]
pub fn forge_raw(header: &str, payload: &str, secret: &str) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header),
        URL_SAFE_NO_PAD.encode(payload)
    );
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes every length");
    mac.update(signed.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// Splits a token into header, payload and signature, without decoding them.
#[must_use]
#[track_caller]
pub fn parts_of(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().expect("a token has three parts")
}

/// Decodes the header of a token.
#[must_use]
#[track_caller]
pub fn header_of(token: &str) -> Value {
    decoded(parts_of(token)[0])
}

/// Decodes the claims of a token.
#[must_use]
#[track_caller]
pub fn claims_of(token: &str) -> Value {
    decoded(parts_of(token)[1])
}

#[track_caller]
fn decoded(part: &str) -> Value {
    let json = URL_SAFE_NO_PAD.decode(part).expect("the part is base64url");
    serde_json::from_slice(&json).expect("the part is JSON")
}
