//! Recognizes encodings in a configured secret: bytes in hex or base64, and keys of key pairs.

use base64_simd::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde::{Deserialize, de::IgnoredAny};
use zeroize::Zeroizing;

/// Returns whether a secret is a public or private key of a key pair: PEM, SSH, JWK, XML, or DER, plain or in base64
/// or hex.
///
/// With a public key as the HMAC secret, everyone who has the key could sign ([RFC 8725, section 2.1]).
///
/// [RFC 8725, section 2.1]: https://www.rfc-editor.org/rfc/rfc8725#section-2.1
pub(super) fn is_key(secret: &[u8]) -> bool {
    let text = secret.trim_ascii();
    is_armored(text)
        || is_jwk(text)
        || is_der(secret)
        || decodings(text)
            .iter()
            .any(|bytes| is_der(bytes) || is_ssh(bytes) || is_armored(bytes) || is_jwk(bytes))
}

fn is_armored(text: &[u8]) -> bool {
    text.starts_with(b"ssh-")
        || text.starts_with(b"ecdsa-")
        || text.starts_with(b"sk-ssh-")
        || text.windows(10).any(|window| window == b"-----BEGIN")
        || text.windows(8).any(|window| window == b"---- BEG")
        // The XML of .NET.
        || text.windows(12).any(|window| window == b"<RSAKeyValue")
}

/// Returns whether a text is a JSON Web Key or a set of them ([RFC 7517]).
///
/// [RFC 7517]: https://www.rfc-editor.org/rfc/rfc7517
fn is_jwk(text: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct KeyProbe {
        kty: Option<IgnoredAny>,
        keys: Option<IgnoredAny>,
    }
    let read: Result<KeyProbe, _> = serde_json::from_slice(text);
    read.is_ok_and(|key| key.kty.is_some() || key.keys.is_some())
}

/// Returns whether bytes are one DER SEQUENCE, as keys and certificates are ([RFC 5280, section 4.1]).
///
/// The length alone is not enough: one of 65,536 random texts begins with the tag and the right length of a
/// short SEQUENCE. So the first element in the SEQUENCE is checked as well.
///
/// [RFC 5280, section 4.1]: https://www.rfc-editor.org/rfc/rfc5280#section-4.1
fn is_der(bytes: &[u8]) -> bool {
    const SEQUENCE: u8 = 0x30;
    let contents = match bytes {
        [SEQUENCE, 0x82, high, low, contents @ ..]
            if contents.len() == usize::from(u16::from_be_bytes([*high, *low])) =>
        {
            contents
        }
        [SEQUENCE, 0x81, length, contents @ ..] if contents.len() == usize::from(*length) => {
            contents
        }
        [SEQUENCE, length, contents @ ..] if contents.len() == usize::from(*length) => contents,
        _ => return false,
    };
    // An algorithm identifier, the body of a certificate or of a public key, or an integer (a version or a
    // modulus).
    matches!(
        contents,
        [SEQUENCE, _, 0x06, ..] | [SEQUENCE, 0x81 | 0x82, ..] | [0x02, ..]
    )
}

/// Returns whether bytes are an SSH public key in binary form, which begins with the length of the format's
/// name and the name ([RFC 4253, section 6.6](https://www.rfc-editor.org/rfc/rfc4253#section-6.6)).
fn is_ssh(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0\0\0")
        && bytes.get(4..).is_some_and(|name| {
            name.starts_with(b"ssh-") || name.starts_with(b"ecdsa-") || name.starts_with(b"sk-ssh-")
        })
}

/// Decodes a text from hex and from base64 (each alphabet, with or without padding), and returns every result.
pub(super) fn decodings(text: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let text: Zeroizing<Vec<u8>> = Zeroizing::new(
        text.iter()
            .copied()
            .filter(|byte| !byte.is_ascii_whitespace())
            .collect(),
    );
    let end = text
        .iter()
        .rposition(|byte| *byte != b'=')
        .map_or(0, |last| last + 1);
    let unpadded = text.get(..end).unwrap_or_default();
    let base64 = [STANDARD_NO_PAD, URL_SAFE_NO_PAD];
    let base64 = base64.into_iter().filter_map(|alphabet| {
        let decoded = alphabet.decode_to_vec(unpadded);
        decoded.ok().map(Zeroizing::new)
    });
    hex(&text).into_iter().chain(base64).collect()
}

fn hex(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let digits: Option<Vec<u32>> = text
        .iter()
        .map(|byte| char::from(*byte).to_digit(16))
        .collect();
    let digits = Zeroizing::new(digits?);
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len() / 2));
    for pair in digits.chunks_exact(2) {
        let [high, low] = pair else { return None };
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    (digits.len() % 2 == 0).then_some(bytes)
}
