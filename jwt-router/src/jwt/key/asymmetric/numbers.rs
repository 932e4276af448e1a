//! The numbers of which a public key consists.

use base64_simd::URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use sha2::{Digest as _, Sha256};

use super::{
    KeyError,
    der::{Der, INTEGER, OCTET_STRING, SEQUENCE},
    weak,
};
use crate::jwt::key::Algorithm;

/// The numbers of a public key, as big-endian bytes.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Numbers {
    /// Modulus and exponent, without leading zeros.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// The coordinates of a point of P-256, with 32 bytes each.
    P256 { x: Vec<u8>, y: Vec<u8> },
    /// The coordinates of a point of P-384, with 48 bytes each.
    P384 { x: Vec<u8>, y: Vec<u8> },
    /// The 32 bytes of an encoded point (RFC 8032, section 5.1.5).
    Ed25519 { x: Vec<u8> },
}

// The algorithm identifiers of public keys in DER (RFC 3279, section 2.3; RFC 5480, section 2.1; RFC 8410,
// section 3).
const RSA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
const P256: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
const P384: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22";
const ED25519: &[u8] = b"\x06\x03\x2b\x65\x70";

/// The least number of bits of an RSA modulus ([RFC 7518, section
/// 3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
const MINIMUM_BITS: usize = 2048;
/// The greatest number of bits of an RSA modulus. Checking a signature of a longer key would take too much
/// time.
const MAXIMUM_BITS: usize = 8192;

impl Numbers {
    /// Reads a `SubjectPublicKeyInfo` (RFC 5280, section 4.1).
    pub(super) fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        Self::read_spki(der).ok_or(KeyError::UnknownKind)?.checked()
    }

    fn read_spki(der: &[u8]) -> Option<Self> {
        let mut whole = Der::new(der);
        let mut info = Der::new(whole.take(SEQUENCE)?);
        whole.end()?;
        let algorithm = info.take(SEQUENCE)?;
        let key = info.bytes()?;
        info.end()?;
        match algorithm {
            RSA => Self::read_rsa(key),
            P256 => Self::point(key, 32).map(|(x, y)| Self::P256 { x, y }),
            P384 => Self::point(key, 48).map(|(x, y)| Self::P384 { x, y }),
            ED25519 => Some(Self::Ed25519 { x: key.to_vec() }),
            _ => None,
        }
    }

    /// Reads an `RSAPublicKey` (RFC 8017, appendix A.1.1).
    pub(super) fn from_rsa(der: &[u8]) -> Result<Self, KeyError> {
        Self::read_rsa(der).ok_or(KeyError::UnknownKind)?.checked()
    }

    /// Reads the public numbers of an RSA key in PKCS#8 (RFC 5958, section 2).
    pub(super) fn from_rsa_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        Self::read_rsa_pkcs8(der)
            .ok_or(KeyError::UnknownKind)?
            .checked()
    }

    fn read_rsa_pkcs8(der: &[u8]) -> Option<Self> {
        let mut info = Der::new(Der::new(der).take(SEQUENCE)?);
        info.take(INTEGER)?;
        if info.take(SEQUENCE)? != RSA {
            return None;
        }
        // RFC 8017, appendix A.1.2: an `RSAPrivateKey` has a version, the public numbers, and the private ones.
        let mut key = Der::new(Der::new(info.take(OCTET_STRING)?).take(SEQUENCE)?);
        key.take(INTEGER)?;
        let (n, e) = (key.positive()?.to_vec(), key.positive()?.to_vec());
        Some(Self::Rsa { n, e })
    }

    fn read_rsa(der: &[u8]) -> Option<Self> {
        let mut whole = Der::new(der);
        let mut key = Der::new(whole.take(SEQUENCE)?);
        whole.end()?;
        let (n, e) = (key.positive()?.to_vec(), key.positive()?.to_vec());
        key.end()?;
        Some(Self::Rsa { n, e })
    }

    /// Reads an uncompressed point (SEC 1, section 2.3.4) whose coordinates have `length` bytes each.
    pub(super) fn point(bytes: &[u8], length: usize) -> Option<(Vec<u8>, Vec<u8>)> {
        let (form, coordinates) = bytes.split_first()?;
        let (x, y) = coordinates.split_at_checked(length)?;
        (*form == UNCOMPRESSED && y.len() == length).then(|| (x.to_vec(), y.to_vec()))
    }

    /// Checks the sizes of the numbers, and that the key is not weak.
    ///
    /// Whether a point is on its curve is not checked here, since aws-lc checks it when it parses the key.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError`] with the fault of the numbers.
    pub(crate) fn checked(self) -> Result<Self, KeyError> {
        let is_good = match &self {
            Self::Rsa { n, e } => {
                if !(MINIMUM_BITS..=MAXIMUM_BITS).contains(&bits(n)) {
                    return Err(KeyError::Length);
                }
                if !is_exponent(e) {
                    return Err(KeyError::Exponent);
                }
                weak::check_modulus(n)?;
                n.first() != Some(&0)
            }
            Self::P256 { x, y } => x.len() == 32 && y.len() == 32,
            Self::P384 { x, y } => x.len() == 48 && y.len() == 48,
            Self::Ed25519 { x } => match x.as_slice().try_into() {
                Ok(key) => weak::check_ed25519(key).map(|()| true)?,
                Err(_) => false,
            },
        };
        if is_good {
            Ok(self)
        } else {
            Err(KeyError::UnknownKind)
        }
    }

    /// Returns the default algorithm of a key of this kind, for a key that names none.
    ///
    /// Many issuers leave `alg` out (RFC 7517, section 4.4).
    pub(crate) const fn usual_algorithm(&self) -> Algorithm {
        match self {
            Self::Rsa { .. } => Algorithm::RS256,
            Self::P256 { .. } => Algorithm::ES256,
            Self::P384 { .. } => Algorithm::ES384,
            Self::Ed25519 { .. } => Algorithm::EdDSA,
        }
    }

    /// Returns those of `algorithms` that a key of this kind can have, each once.
    #[cfg(feature = "jwks")]
    pub(crate) fn algorithms_among(&self, algorithms: &[Algorithm]) -> Vec<Algorithm> {
        let usual = self.usual_algorithm();
        let mut found = Vec::new();
        for algorithm in algorithms {
            if algorithm.usual_of_kind() == usual && !found.contains(algorithm) {
                found.push(*algorithm);
            }
        }
        found
    }

    /// Returns the bytes of a point or of an Ed25519 key, as aws-lc parses them; `None` for RSA.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Rsa { .. } => None,
            Self::P256 { x, y } | Self::P384 { x, y } => {
                Some([&[UNCOMPRESSED], x.as_slice(), y.as_slice()].concat())
            }
            Self::Ed25519 { x } => Some(x.clone()),
        }
    }

    /// Returns the members of a JSON Web Key that hold the numbers, in the order of their names
    /// (RFC 7518, section 6; RFC 8037, section 2).
    pub(crate) fn members(&self) -> Vec<(&'static str, String)> {
        let encode = |bytes: &Vec<u8>| URL_SAFE_NO_PAD.encode_to_string(bytes);
        let text = str::to_owned;
        match self {
            Self::Rsa { n, e } => vec![("e", encode(e)), ("kty", text("RSA")), ("n", encode(n))],
            Self::P256 { x, y } => point_members("P-256", encode(x), encode(y)),
            Self::P384 { x, y } => point_members("P-384", encode(x), encode(y)),
            Self::Ed25519 { x } => vec![
                ("crv", text("Ed25519")),
                ("kty", text("OKP")),
                ("x", encode(x)),
            ],
        }
    }

    /// Computes the SHA-256 thumbprint of the key in base64url ([RFC 7638, section
    /// 3](https://www.rfc-editor.org/rfc/rfc7638#section-3)).
    pub(super) fn thumbprint(&self) -> String {
        let json = serde_json::to_vec(&OrderedMembers(&self.members())).unwrap_or_default();
        URL_SAFE_NO_PAD.encode_to_string(Sha256::digest(json))
    }
}

fn point_members(curve: &str, x: String, y: String) -> Vec<(&'static str, String)> {
    vec![
        ("crv", curve.to_owned()),
        ("kty", "EC".to_owned()),
        ("x", x),
        ("y", y),
    ]
}

/// The first byte of an uncompressed point (SEC 1, section 2.3.3).
const UNCOMPRESSED: u8 = 4;

/// Returns how many bits a number without leading zeros has.
fn bits(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros());
    let leading = usize::try_from(leading).unwrap_or_default();
    (number.len() * 8).saturating_sub(leading)
}

/// Returns whether an exponent of RSA is odd, at least 3, and has at most 32 bits.
///
/// With the exponent 1, a signature is the padded message, so that everyone can sign.
fn is_exponent(e: &[u8]) -> bool {
    match e {
        [0, ..] | [] | [_, _, _, _, _, ..] => false,
        [one] => *one >= 3 && one & 1 == 1,
        [.., last] => last & 1 == 1,
    }
}

/// Serializes as a JSON object with these members in this order: the thumbprint depends on the order.
struct OrderedMembers<'m>(&'m [(&'static str, String)]);

impl Serialize for OrderedMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}
