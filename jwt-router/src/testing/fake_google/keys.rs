//! The keys with which a fake Google signs its ID tokens.

use std::{
    io,
    sync::{Arc, OnceLock},
};

use aws_lc_rs::{
    encoding::{AsDer as _, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64_simd::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::oauth;

/// An RSA key pair with a key id, with which a fake Google signs ID tokens.
#[derive(Clone)]
pub(super) struct FakeKey {
    pub(super) id: String,
    pair: Arc<KeyPair>,
}

impl FakeKey {
    /// Returns the key pair that all fake Googles of the process share, with a new key id. The pair is shared,
    /// because generating an RSA key takes long.
    pub(super) fn of_process() -> io::Result<Self> {
        static PAIR: OnceLock<Arc<KeyPair>> = OnceLock::new();
        if let Some(pair) = PAIR.get() {
            return Self::named(Arc::clone(pair));
        }
        let made = generate()?;
        Self::named(Arc::clone(PAIR.get_or_init(|| made)))
    }

    /// Generates a new key pair.
    pub(super) fn fresh() -> io::Result<Self> {
        Self::named(generate()?)
    }

    fn named(pair: Arc<KeyPair>) -> io::Result<Self> {
        let id = oauth::random_text().ok_or_else(|| io::Error::other("no random bytes"))?;
        Ok(Self { id, pair })
    }

    /// Returns the public key as a JSON Web Key ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517)).
    pub(super) fn jwk(&self) -> Value {
        let [modulus, exponent] = components(self.pair.public_key().as_ref());
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode_to_string(bytes);
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.id,
            "n": encode(modulus),
            "e": encode(exponent),
        })
    }

    /// Returns the public key as PEM text, which an algorithm confusion attack uses as the HMAC secret.
    pub(super) fn public_pem(&self) -> String {
        let der: Option<PublicKeyX509Der<'_>> = self.pair.public_key().as_der().ok();
        let body = der.map_or_else(String::new, |der| STANDARD.encode_to_string(der.as_ref()));
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
    }

    /// Signs `message` with RS256, and returns the signature.
    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let signed = self.pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message,
            &mut signature,
        );
        // An empty signature makes the application refuse the token, so that the test fails.
        signed.map_or_else(|_| Vec::new(), |()| signature)
    }
}

/// Returns the modulus and the exponent of an RSA public key in DER (RFC 8017, appendix A.1.1), without leading
/// zeros.
///
/// For malformed DER, the modulus and the exponent are empty. No signature is valid for such a key.
fn components(der: &[u8]) -> [&[u8]; 2] {
    let read = || {
        let (sequence, _) = element(0x30, der)?;
        let (modulus, rest) = element(0x02, sequence)?;
        let (exponent, _) = element(0x02, rest)?;
        Some([modulus, exponent].map(|number| number.strip_prefix(&[0]).unwrap_or(number)))
    };
    read().unwrap_or_default()
}

/// Parses the DER element at the start of `der`. Returns the element's content and the bytes after the element;
/// `None` if its tag is not `tag`, or if `der` is too short.
fn element(tag: u8, der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[found, first], rest) = der.split_first_chunk()?;
    let digits = usize::from(first.saturating_sub(0x80));
    let (long, rest) = rest.split_at_checked(digits)?;
    let length = if digits == 0 {
        usize::from(first)
    } else {
        long.iter()
            .fold(0, |length, byte| length * 256 + usize::from(*byte))
    };
    (found == tag).then(|| rest.split_at_checked(length))?
}

fn generate() -> io::Result<Arc<KeyPair>> {
    let pair = KeyPair::generate(KeySize::Rsa2048);
    pair.map(Arc::new)
        .map_err(|_| io::Error::other("no RSA key can be made"))
}
