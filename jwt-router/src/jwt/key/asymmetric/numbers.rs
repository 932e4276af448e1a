//! The numbers that a public key is.

use base64_simd::URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer, ser::SerializeMap as _};
use sha2::{Digest as _, Sha256};

use super::{
    KeyError,
    der::{Der, INTEGER, OCTET_STRING, SEQUENCE},
    weak,
};
use crate::jwt::key::Algorithm;

/// A public key as its numbers, in big-endian bytes.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum Numbers {
    /// Modulus and exponent, without leading zeros.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// A point of P-256: 32 bytes each.
    P256 { x: Vec<u8>, y: Vec<u8> },
    /// A point of P-384: 48 bytes each.
    P384 { x: Vec<u8>, y: Vec<u8> },
    /// 32 bytes.
    Ed25519 { x: Vec<u8> },
}

// The algorithm identifiers of public keys (RFC 3279, section 2.3; RFC 5480, section 2.1; RFC 8410,
// section 3).
const RSA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
const P256: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
const P384: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\x00\x22";
const ED25519: &[u8] = b"\x06\x03\x2b\x65\x70";

/// The shortest RSA key ([RFC 7518, section 3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)).
const MINIMUM_BITS: usize = 2048;
/// The longest that is worth the time its signatures take.
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
        // An `RSAPrivateKey` (RFC 8017, appendix A.1.2): a version, the public numbers, and the rest.
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

    /// An uncompressed point (SEC 1, section 2.3.4) whose coordinates have so many bytes.
    pub(super) fn point(bytes: &[u8], length: usize) -> Option<(Vec<u8>, Vec<u8>)> {
        let (form, coordinates) = bytes.split_first()?;
        let (x, y) = coordinates.split_at_checked(length)?;
        (*form == UNCOMPRESSED && y.len() == length).then(|| (x.to_vec(), y.to_vec()))
    }

    /// Returns the numbers if they have the sizes of a key, and if it is none that anyone can sign for.
    ///
    /// Whether a point is on its curve, the parser of the key finds out.
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

    /// Returns the algorithm that a key of this kind is used with where none is named.
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

    /// Returns those of these algorithms that a key of this kind can have, each once.
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

    /// The bytes of a point or of an Ed25519 key; `None` for RSA.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Rsa { .. } => None,
            Self::P256 { x, y } | Self::P384 { x, y } => {
                Some([&[UNCOMPRESSED], x.as_slice(), y.as_slice()].concat())
            }
            Self::Ed25519 { x } => Some(x.clone()),
        }
    }

    /// The members of a JSON Web Key that hold the numbers, in the order of their names
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

    /// The SHA-256 thumbprint of the key ([RFC 7638, section 3](https://www.rfc-editor.org/rfc/rfc7638#section-3)).
    pub(super) fn thumbprint(&self) -> String {
        let json = serde_json::to_vec(&Members(&self.members())).unwrap_or_default();
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

const UNCOMPRESSED: u8 = 4;

/// How many bits a number without leading zeros has.
fn bits(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros());
    let leading = usize::try_from(leading).unwrap_or_default();
    (number.len() * 8).saturating_sub(leading)
}

/// Odd, at least 3, at most 32 bits: whoever knows a message can sign it where the exponent is 1.
fn is_exponent(e: &[u8]) -> bool {
    match e {
        [0, ..] | [] | [_, _, _, _, _, ..] => false,
        [one] => *one >= 3 && one & 1 == 1,
        [.., last] => last & 1 == 1,
    }
}

/// A JSON object of texts, in this order.
struct Members<'m>(&'m [(&'static str, String)]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            object.serialize_entry(name, value)?;
        }
        object.end()
    }
}
