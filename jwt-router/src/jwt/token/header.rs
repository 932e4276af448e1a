//! The first part of a token: the spellings we know, and the strict reader for all others.

use std::{borrow::Cow, fmt};

use base64_simd::URL_SAFE_NO_PAD;
use serde::de::{Error as _, MapAccess, Visitor};

use super::{InvalidToken, Skipped, Text};
use crate::jwt::key::{Algorithm, KeyId};

/// A header that is compared as text, since its bytes are known.
#[derive(Clone, Debug)]
pub(crate) struct KnownHeader(String);

impl KnownHeader {
    /// The header that names no key, as `PyJWT` spells it.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        Self::encode(&format!(r#"{{"alg":"{}","typ":"JWT"}}"#, algorithm.name()))
    }

    /// The same, as `jsonwebtoken` spells it.
    pub(crate) fn type_first(algorithm: Algorithm) -> Self {
        Self::encode(&format!(r#"{{"typ":"JWT","alg":"{}"}}"#, algorithm.name()))
    }

    /// The header that names its key.
    pub(crate) fn with_key(algorithm: Algorithm, key: &KeyId) -> Self {
        // A key's name is base64url: there is nothing to escape.
        Self::encode(&format!(
            r#"{{"alg":"{}","kid":"{}","typ":"JWT"}}"#,
            algorithm.name(),
            key.as_str()
        ))
    }

    fn encode(json: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode_to_string(json))
    }

    /// The header as it stands in a token.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is how a token begins.
    pub(crate) fn is(&self, header: &[u8]) -> bool {
        self.0.as_bytes() == header
    }
}

/// A header of another spelling, checked; what is left to do is to find its key.
pub(crate) struct JoseHeader<'h> {
    pub(crate) key: Option<Cow<'h, str>>,
}

impl<'h> JoseHeader<'h> {
    /// Reads a decoded header whose algorithm has to be `algorithm`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] for anything but a JSON object with unique names, our algorithm,
    /// our type, and neither a `crit` nor a key of its own.
    pub(crate) fn parse(json: &'h str, algorithm: Algorithm) -> Result<Self, InvalidToken> {
        Members::read_all(json)?.check(algorithm)
    }
}

/// Whether a token has a header or a payload that can be read, whoever wrote it, also when something
/// was cut off or added: an opaque token of a provider has neither.
#[cfg(feature = "google")]
pub(crate) fn has_readable_part(token: &[u8]) -> bool {
    let mut parts = token.split(|byte| *byte == b'.');
    parts.any(|part| {
        let part = URL_SAFE_NO_PAD.decode_to_vec(part).unwrap_or_default();
        let part: serde_json::Value = serde_json::from_slice(&part).unwrap_or_default();
        part.is_object()
    })
}

/// The header of another issuer's token, checked; the key that it names knows whether the
/// algorithm is right.
#[cfg(feature = "jwks")]
pub(crate) struct ForeignHeader<'h> {
    pub(crate) algorithm: Algorithm,
    pub(crate) key: Option<Cow<'h, str>>,
    /// The type is that of an access token ([RFC 9068, section 2.1](https://www.rfc-editor.org/rfc/rfc9068#section-2.1)).
    pub(crate) is_access_token: bool,
}

#[cfg(feature = "jwks")]
impl<'h> ForeignHeader<'h> {
    /// Reads a decoded header.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] for anything but a JSON object with unique names, an algorithm of
    /// key pairs, and the type of an access or ID token, and for a `crit` or another parameter by which the
    /// token would mean something else. A key or an address of keys in it is ignored.
    pub(crate) fn parse(json: &'h str) -> Result<Self, InvalidToken> {
        let members = Members::read_all(json)?;
        members.check_extensions()?;
        // RFC 8725, section 3.1: neither `none` nor a MAC is an algorithm of key pairs.
        let algorithm = members
            .algorithm
            .as_deref()
            .and_then(Algorithm::of_key_pair);
        let algorithm = algorithm.ok_or(InvalidToken::Algorithm)?;
        let is_access_token = match members.media_type.as_deref() {
            name if is_plain_jwt(name) => false,
            Some(name) if is_media_type(name, "at+jwt") => true,
            _ => return Err(InvalidToken::Type),
        };
        Ok(Self {
            algorithm,
            key: members.key,
            is_access_token,
        })
    }
}

/// Returns whether a `typ` is that of a JWT, or names no kind of token.
///
/// `JOSE` says that it is a compact JWS or JWE, which every token is ([RFC 7515, section 4.1.9]).
///
/// [RFC 7515, section 4.1.9]: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9
fn is_plain_jwt(media_type: Option<&str>) -> bool {
    media_type.is_none_or(|name| is_media_type(name, "JWT") || is_media_type(name, "JOSE"))
}

/// Returns whether a `typ` is this media type, whose prefix `application/` may be left out.
fn is_media_type(name: &str, expected: &str) -> bool {
    const PREFIX: &str = "application/";
    let prefix = name.get(..PREFIX.len());
    let name = match prefix.filter(|prefix| prefix.eq_ignore_ascii_case(PREFIX)) {
        Some(_) => name.get(PREFIX.len()..).unwrap_or_default(),
        None => name,
    };
    name.eq_ignore_ascii_case(expected)
}

/// The header parameters that matter, each at most once.
#[derive(Default)]
struct Members<'h> {
    algorithm: Option<Cow<'h, str>>,
    key: Option<Cow<'h, str>>,
    media_type: Option<Cow<'h, str>>,
    has_key_reference: bool,
    /// A parameter by which the token means something else than its payload.
    unsupported: Option<InvalidToken>,
}

impl<'h> Members<'h> {
    fn read_all(json: &'h str) -> Result<Self, InvalidToken> {
        let mut members = Self::default();
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let read = serde::Deserializer::deserialize_map(&mut deserializer, &mut members);
        read.and_then(|()| deserializer.end())
            .map_err(|_| InvalidToken::Header)?;
        Ok(members)
    }

    fn check(self, algorithm: Algorithm) -> Result<JoseHeader<'h>, InvalidToken> {
        self.check_extensions()?;
        // RFC 8725, section 3.1: the key's algorithm or none.
        if !self.algorithm.is_some_and(|name| algorithm.is_named(&name)) {
            return Err(InvalidToken::Algorithm);
        }
        // RFC 8725, section 3.11: another kind of token is not ours.
        if !is_plain_jwt(self.media_type.as_deref()) {
            return Err(InvalidToken::Type);
        }
        // RFC 8725, section 3.10: never followed. Ignoring them would do, as it does in tokens of other issuers,
        // but no signer of our tokens writes one.
        if self.has_key_reference {
            return Err(InvalidToken::KeyReference);
        }
        Ok(JoseHeader { key: self.key })
    }

    /// What no token may have, whoever issued it.
    fn check_extensions(&self) -> Result<(), InvalidToken> {
        self.unsupported.map_or(Ok(()), Err)
    }

    fn read<A: MapAccess<'h>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "alg" => read_once(&mut self.algorithm, map),
            "kid" => read_once(&mut self.key, map),
            "typ" => read_once(&mut self.media_type, map),
            _ => {
                self.has_key_reference |= matches!(name, "jku" | "jwk" | "x5u" | "x5c");
                if let Some(reason) = unsupported(name) {
                    self.unsupported.get_or_insert(reason);
                }
                map.next_value::<Skipped>().map(|_| ())
            }
        }
    }
}

/// The names are unique (RFC 7515, section 4), those we do not know as well.
impl<'h> Visitor<'h> for &mut Members<'h> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JOSE header")
    }

    fn visit_map<A: MapAccess<'h>>(self, mut map: A) -> Result<(), A::Error> {
        let mut others: Vec<Cow<'h, str>> = Vec::new();
        while let Some(Text(name)) = map.next_key()? {
            self.read(&name, &mut map)?;
            if !matches!(&*name, "alg" | "kid" | "typ") {
                if others.contains(&name) || others.len() == MAXIMUM_OTHERS {
                    return Err(A::Error::custom("repeated name, or too many"));
                }
                others.push(name);
            }
        }
        Ok(())
    }
}

/// Returns why a token with this parameter is refused, if it is.
fn unsupported(name: &str) -> Option<InvalidToken> {
    match name {
        // RFC 7515, section 4.1.11: a recipient that does not understand what is critical refuses, and no
        // extension is understood here.
        "crit" => Some(InvalidToken::Critical),
        // RFC 7797, section 7: a payload that is not base64url would be read as if it were. `zip` and `enc` are
        // of encrypted tokens (RFC 7516, section 4.1).
        "b64" | "zip" | "enc" => Some(InvalidToken::UnsupportedHeader),
        // A nested token (RFC 7519, section 5.2).
        "cty" => Some(InvalidToken::Type),
        _ => None,
    }
}

/// More unknown parameters than any header has; it bounds the search for repeated ones.
const MAXIMUM_OTHERS: usize = 16;

fn read_once<'h, A: MapAccess<'h>>(
    slot: &mut Option<Cow<'h, str>>,
    map: &mut A,
) -> Result<(), A::Error> {
    let Text(value) = map.next_value()?;
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(A::Error::custom("repeated name")),
    }
}
