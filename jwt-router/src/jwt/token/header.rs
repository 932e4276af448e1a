//! The header of a token: its usual spellings, which are compared as text, and a strict parser for all other headers.

use std::{borrow::Cow, fmt};

use base64_simd::URL_SAFE_NO_PAD;
use serde::de::{Error as _, MapAccess, Visitor};

use super::{InvalidToken, Skipped, Text};
use crate::jwt::key::{Algorithm, KeyId};

/// The base64url text of a header that a usual signer writes, compared as text instead of being parsed.
#[derive(Clone, Debug)]
pub(crate) struct KnownHeader(String);

impl KnownHeader {
    /// Returns the header without `kid`, in the spelling of `PyJWT`.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        Self::encode(&format!(r#"{{"alg":"{}","typ":"JWT"}}"#, algorithm.name()))
    }

    /// Returns the header without `kid`, in the spelling of `jsonwebtoken`.
    pub(crate) fn type_first(algorithm: Algorithm) -> Self {
        Self::encode(&format!(r#"{{"typ":"JWT","alg":"{}"}}"#, algorithm.name()))
    }

    /// Returns the header with the `kid` of this key.
    pub(crate) fn with_key(algorithm: Algorithm, key: &KeyId) -> Self {
        Self::of_type(algorithm, Some(key), "JWT")
    }

    /// Returns the header with this `typ`, and with the `kid` of a key.
    pub(crate) fn of_type(algorithm: Algorithm, key: Option<&KeyId>, media_type: &str) -> Self {
        // A `kid` of ours is base64url, so that it needs no escaping in JSON.
        let key = key.map(|key| format!(r#","kid":"{}""#, key.as_str()));
        Self::encode(&format!(
            r#"{{"alg":"{}"{},"typ":"{media_type}"}}"#,
            algorithm.name(),
            key.unwrap_or_default()
        ))
    }

    fn encode(json: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode_to_string(json))
    }

    /// Returns the header in base64url, as a token contains it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether `header`, the first part of a token, is this header.
    pub(crate) fn is(&self, header: &[u8]) -> bool {
        self.0.as_bytes() == header
    }
}

/// The checked header of an own token, which is parsed where its text is not one of the usual spellings.
pub(crate) struct JoseHeader<'h> {
    /// The `kid`, which is not looked up yet.
    pub(crate) key: Option<Cow<'h, str>>,
}

impl<'h> JoseHeader<'h> {
    /// Parses a decoded header whose `alg` has to be `algorithm`, and whose `typ` has to be `media_type`; with
    /// `None`, the `typ` has to be absent, `JWT` or `JOSE`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] unless the header is a JSON object with unique names, this algorithm and this
    /// type, without an extension that changes the meaning of the token and without a key or a reference to one.
    pub(crate) fn parse(
        json: &'h str,
        algorithm: Algorithm,
        media_type: Option<&str>,
    ) -> Result<Self, InvalidToken> {
        HeaderParameters::read_all(json)?.check(algorithm, media_type)
    }
}

/// Returns whether one of the dot-separated parts of a text is a JSON object in base64url.
///
/// A JWT of any issuer has such a part, even when the JWT is truncated or has text added. An opaque token of a
/// provider has no such part.
#[cfg(feature = "google")]
pub(crate) fn has_readable_part(token: &[u8]) -> bool {
    let mut parts = token.split(|byte| *byte == b'.');
    parts.any(|part| {
        let part = URL_SAFE_NO_PAD.decode_to_vec(part).unwrap_or_default();
        let part: serde_json::Value = serde_json::from_slice(&part).unwrap_or_default();
        part.is_object()
    })
}

/// The header of another issuer's token, which is checked except for one rule: its algorithm has to be that of the
/// key which the header names.
#[cfg(feature = "jwks")]
pub(crate) struct ForeignHeader<'h> {
    pub(crate) algorithm: Algorithm,
    /// The `kid`, which is not looked up yet.
    pub(crate) key: Option<Cow<'h, str>>,
    /// The `typ` is that of an access token ([RFC 9068, section
    /// 2.1](https://www.rfc-editor.org/rfc/rfc9068#section-2.1)).
    pub(crate) is_access_token: bool,
}

#[cfg(feature = "jwks")]
impl<'h> ForeignHeader<'h> {
    /// Parses a decoded header. A key in the header, or a reference to a key, is ignored.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] unless the header is a JSON object with unique names, an algorithm of key pairs
    /// and the type of an access or ID token, without an extension that changes the meaning of the token.
    pub(crate) fn parse(json: &'h str) -> Result<Self, InvalidToken> {
        let members = HeaderParameters::read_all(json)?;
        members.check_extensions()?;
        // RFC 8725, section 3.1: this excludes `none`, and HMAC, for which the published key would be the
        // secret.
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

/// Returns whether a `typ` is absent, `JWT` or `JOSE`.
///
/// `JOSE` means a JWS or JWE in the compact serialization, which every token is ([RFC 7515, section 4.1.9]).
///
/// [RFC 7515, section 4.1.9]: https://www.rfc-editor.org/rfc/rfc7515#section-4.1.9
fn is_plain_jwt(media_type: Option<&str>) -> bool {
    media_type.is_none_or(|name| is_media_type(name, "JWT") || is_media_type(name, "JOSE"))
}

/// Returns whether a `typ` is this media type, with or without the prefix `application/`, in any case.
fn is_media_type(name: &str, expected: &str) -> bool {
    const PREFIX: &str = "application/";
    let prefix = name.get(..PREFIX.len());
    let name = match prefix.filter(|prefix| prefix.eq_ignore_ascii_case(PREFIX)) {
        Some(_) => name.get(PREFIX.len()..).unwrap_or_default(),
        None => name,
    };
    name.eq_ignore_ascii_case(expected)
}

/// The header parameters that are checked, each at most once.
#[derive(Default)]
struct HeaderParameters<'h> {
    algorithm: Option<Cow<'h, str>>,
    key: Option<Cow<'h, str>>,
    media_type: Option<Cow<'h, str>>,
    /// The header has a `jku`, `jwk`, `x5u` or `x5c`.
    has_key_reference: bool,
    /// The reason to refuse the token, if a parameter changes the token's meaning, such as `crit`.
    unsupported: Option<InvalidToken>,
}

impl<'h> HeaderParameters<'h> {
    fn read_all(json: &'h str) -> Result<Self, InvalidToken> {
        let mut members = Self::default();
        let mut deserializer = serde_json::Deserializer::from_str(json);
        let read = serde::Deserializer::deserialize_map(&mut deserializer, &mut members);
        read.and_then(|()| deserializer.end())
            .map_err(|_| InvalidToken::Header)?;
        Ok(members)
    }

    fn check(
        self,
        algorithm: Algorithm,
        media_type: Option<&str>,
    ) -> Result<JoseHeader<'h>, InvalidToken> {
        self.check_extensions()?;
        // RFC 8725, section 3.1: the only accepted algorithm is the key's.
        if !self.algorithm.is_some_and(|name| algorithm.is_named(&name)) {
            return Err(InvalidToken::Algorithm);
        }
        // RFC 8725, section 3.11: a token with the type of another kind is refused.
        let is_expected = match (self.media_type.as_deref(), media_type) {
            (found, None) => is_plain_jwt(found),
            (Some(found), Some(expected)) => is_media_type(found, expected),
            (None, Some(_)) => false,
        };
        if !is_expected {
            return Err(InvalidToken::Type);
        }
        // RFC 8725, section 3.10: a key in the header is never used, nor a reference followed. Ignoring them
        // would suffice, as it does in other issuers' tokens, but no signer of our tokens writes one.
        if self.has_key_reference {
            return Err(InvalidToken::KeyReference);
        }
        Ok(JoseHeader { key: self.key })
    }

    /// Refuses a parameter that changes the meaning of the token, in tokens of every issuer.
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

/// Refuses repeated names (RFC 7515, section 4), those of unknown parameters included.
impl<'h> Visitor<'h> for &mut HeaderParameters<'h> {
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
        // RFC 7515, section 4.1.11: a recipient refuses a token with a critical extension that it does not
        // support. This crate supports none.
        "crit" => Some(InvalidToken::Critical),
        // RFC 7797, section 7: with `b64`, the payload is not base64url, but would be decoded as such. `zip`
        // and `enc` are parameters of encrypted tokens (RFC 7516, section 4.1).
        "b64" | "zip" | "enc" => Some(InvalidToken::UnsupportedHeader),
        // RFC 7519, section 5.2: the payload is another token.
        "cty" => Some(InvalidToken::Type),
        _ => None,
    }
}

/// The greatest number of unknown parameters. Usual headers have far fewer; the limit bounds the quadratic
/// search for repeated names.
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
