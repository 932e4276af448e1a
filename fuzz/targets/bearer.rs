//! The `Authorization` header: a token is taken apart exactly when the grammar says that it is one.

#![no_main]

use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use jwt_router::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    // A line is a header's value: there may be several, or none.
    let values: Vec<&[u8]> = input.split(|byte| *byte == b'\n').collect();
    let mut headers = HeaderMap::new();
    for value in &values {
        let Ok(value) = HeaderValue::from_bytes(value) else {
            return;
        };
        headers.append(AUTHORIZATION, value);
    }
    let read = fuzzing::bearer(&headers);
    if let [_, _, ..] = values.as_slice() {
        assert_eq!(read, Err("Repeated".to_owned()));
        return;
    }
    let expected = values.first().and_then(|value| parts(value));
    assert_eq!(read.clone().ok(), expected);
    if let Ok([signed, header, payload, signature]) = read {
        assert_eq!(signed, [header, payload].join(&b'.'));
        let token = [signed, signature].join(&b'.');
        // The same token, in its usual spelling.
        let usual = [b"Bearer ".as_slice(), &token].concat();
        assert_eq!(parts(&usual), expected);
    }
});

/// Takes credentials apart as RFC 6750, section 2.1 and RFC 7515, section 7.1 say, one byte at a time.
fn parts(value: &[u8]) -> Option<[Vec<u8>; 4]> {
    let (scheme, rest) = value.split_at_checked(6)?;
    if !scheme.eq_ignore_ascii_case(b"bearer") || rest.first() != Some(&b' ') {
        return None;
    }
    let start = rest.iter().position(|byte| *byte != b' ')?;
    let token = &rest[start..];
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let parts: Vec<&[u8]> = token.split(|byte| *byte == b'.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return None;
    };
    let is_good = |part: &&[u8]| !part.is_empty() && part.iter().all(is_letter);
    if token.len() > 16 * 1024 || !parts.iter().all(is_good) {
        return None;
    }
    let signed = [*header, *payload].join(&b'.');
    Some([
        signed,
        header.to_vec(),
        payload.to_vec(),
        signature.to_vec(),
    ])
}
