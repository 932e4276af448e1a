//! Verifies the application's own tokens, which its own keys sign.

use base64_simd::{AsOut as _, URL_SAFE_NO_PAD};

use super::{Keys, PayloadBuffer, verify};
#[cfg(feature = "jwks")]
use crate::jwt::claims::TokenKind;
use crate::jwt::{
    claims::{Claims, Expected, Rules, Tables},
    key::{Algorithm, KeyRing, MAC_LENGTH, VerifyingKey},
    token::{CompactToken, InvalidToken, JoseHeader, KnownHeader},
    token_use::OtherUse,
};

/// Verifies the application's own tokens; built once, at start-up.
#[derive(Debug)]
pub(crate) struct Verifier {
    keys: OwnKeys,
    /// The required `iss`: one name, or empty when `iss` is not checked. A `Vec` because [`Rules`] takes a slice.
    issuers: Vec<String>,
    audience: Vec<String>,
    /// By how many seconds the clocks of signer and verifier may differ.
    leeway: i64,
}

/// The keys of a ring, and the headers of the tokens that they sign.
#[derive(Debug)]
struct OwnKeys {
    algorithm: Algorithm,
    keys: Vec<HeldKey>,
    /// The usual spellings of a header that names no key; `None` where the application has no keys.
    keyless: Option<[KnownHeader; 2]>,
}

/// A key, and the usual spelling of a header that names it.
#[derive(Debug)]
struct HeldKey {
    key: VerifyingKey,
    header: KnownHeader,
}

impl Verifier {
    /// Returns a verifier that trusts the keys of `ring`, requires no issuer, refuses every audience, and
    /// allows no leeway.
    pub(crate) fn new(ring: &KeyRing) -> Self {
        let algorithm = ring.algorithm();
        let hold = |key: &VerifyingKey| HeldKey {
            key: key.clone(),
            header: KnownHeader::with_key(algorithm, key.id()),
        };
        Self::of(OwnKeys {
            algorithm,
            keys: ring.verifying_keys().iter().map(hold).collect(),
            keyless: Some([
                KnownHeader::new(algorithm),
                KnownHeader::type_first(algorithm),
            ]),
        })
    }

    /// Returns a verifier that trusts no key, for an application that accepts only the tokens of other issuers.
    pub(crate) const fn of_no_keys() -> Self {
        Self::of(OwnKeys {
            algorithm: Algorithm::HS256,
            keys: Vec::new(),
            keyless: None,
        })
    }

    const fn of(keys: OwnKeys) -> Self {
        Self {
            keys,
            issuers: Vec::new(),
            audience: Vec::new(),
            leeway: 0,
        }
    }

    /// Refuses tokens whose `iss` is not `issuer`; with `None`, `iss` is not checked.
    #[must_use]
    pub(crate) fn issuer(mut self, issuer: Option<String>) -> Self {
        self.issuers = Vec::from_iter(issuer);
        self
    }

    /// Refuses tokens whose `aud` contains no name of `audience`; with an empty list, refuses tokens that have
    /// an `aud`.
    #[must_use]
    pub(crate) fn audience(mut self, audience: Vec<String>) -> Self {
        self.audience = audience;
        self
    }

    /// Sets by how many seconds the clocks of signer and verifier may differ.
    #[must_use]
    pub(crate) fn leeway(mut self, seconds: u32) -> Self {
        self.leeway = i64::from(seconds);
        self
    }

    /// Returns by how many seconds the clocks of signer and verifier may differ.
    pub(crate) const fn allowed_leeway(&self) -> i64 {
        self.leeway
    }

    /// Returns the audiences of the application's access tokens.
    pub(crate) fn audiences(&self) -> &[String] {
        &self.audience
    }

    /// Verifies a token at the time `now`, in seconds since 1970, and returns its claims. The token has to be of the
    /// use `other_use`, such as a link; with `None`, it has to be an access token.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`verify`], and [`InvalidToken::Purpose`] when the `aud` is not that of `other_use`.
    pub(crate) fn verify<'b, T: Tables + ?Sized>(
        &self,
        token: CompactToken<'_>,
        other_use: Option<&OtherUse>,
        now: i64,
        buffer: &'b mut PayloadBuffer,
        tables: &T,
    ) -> Result<Claims<'b>, InvalidToken> {
        let rules = Rules {
            issuers: &self.issuers,
            audience: other_use.map_or(&self.audience, |other| &other.audience),
            leeway: self.leeway,
            #[cfg(feature = "jwks")]
            parties: &[],
            #[cfg(feature = "jwks")]
            clients: &[],
            #[cfg(feature = "jwks")]
            kind: TokenKind::Own,
        };
        let expected = Expected { rules, tables };
        let keys = KeysOfUse {
            own: &self.keys,
            media_type: other_use.map(|other| other.media_type),
        };
        verify(token, &keys, &expected, now, buffer).map_err(|reason| match reason {
            InvalidToken::Audience | InvalidToken::NoAudience if other_use.is_some() => {
                InvalidToken::Purpose
            }
            reason => reason,
        })
    }

    /// Returns whether only the application itself signs tokens with this header, so that no other issuer is tried.
    ///
    /// A header without `kid` proves this only for HS256, an algorithm that no other issuer's token may have.
    #[cfg(feature = "jwks")]
    pub(crate) fn is_own(&self, header: &[u8]) -> bool {
        let keys = &self.keys;
        (keys.algorithm == Algorithm::HS256 && keys.is_keyless(header))
            || keys.keys.iter().any(|held| held.header.is(header))
    }
}

/// The application's keys, for the tokens of one use.
struct KeysOfUse<'k> {
    own: &'k OwnKeys,
    /// The required `typ`; `None` for access tokens.
    media_type: Option<&'static str>,
}

impl Keys for KeysOfUse<'_> {
    fn check_signature(
        &self,
        token: CompactToken<'_>,
        buffer: &mut PayloadBuffer,
    ) -> Result<(), InvalidToken> {
        let keys = match self.media_type {
            None => self.own.keys_for(token.header, buffer)?,
            // No known header has such a type, so the header is parsed.
            Some(_) => self.own.named_by(token.header, self.media_type, buffer)?,
        };
        if self.own.is_signed_by(keys, token) {
            Ok(())
        } else {
            Err(InvalidToken::Signature)
        }
    }
}

impl OwnKeys {
    /// Returns the keys that may have signed an access token with this header.
    ///
    /// Any key may have signed a token that names no key, since an application with a single secret mints tokens
    /// without `kid`, and may get a second secret later.
    ///
    /// Tokens of usual signers have one of a few headers, which are compared as text. Only another header is
    /// decoded and parsed.
    fn keys_for(
        &self,
        header: &[u8],
        buffer: &mut PayloadBuffer,
    ) -> Result<&[HeldKey], InvalidToken> {
        if self.is_keyless(header) {
            return Ok(&self.keys);
        }
        if let Some(held) = self.keys.iter().find(|held| held.header.is(header)) {
            return Ok(std::slice::from_ref(held));
        }
        self.named_by(header, None, buffer)
    }

    /// Parses the header of a token with this `typ` (see [`JoseHeader::parse`]), and returns the keys that may have
    /// signed it.
    fn named_by(
        &self,
        header: &[u8],
        media_type: Option<&str>,
        buffer: &mut PayloadBuffer,
    ) -> Result<&[HeldKey], InvalidToken> {
        let json = buffer.decode(header).ok_or(InvalidToken::Encoding)?;
        let json = str::from_utf8(json).map_err(|_| InvalidToken::Header)?;
        let Some(id) = JoseHeader::parse(json, self.algorithm, media_type)?.key else {
            return Ok(&self.keys);
        };
        let named = self.keys.iter().find(|held| held.key.id().as_str() == id);
        named
            .map(std::slice::from_ref)
            .ok_or(InvalidToken::UnknownKey)
    }

    fn is_keyless(&self, header: &[u8]) -> bool {
        let mut known = self.keyless.iter().flatten();
        known.any(|known| known.is(header))
    }

    /// Returns whether one of `keys` signed the bytes that were received (RFC 7515, section 5.2).
    fn is_signed_by(&self, keys: &[HeldKey], token: CompactToken<'_>) -> bool {
        if self.algorithm == Algorithm::HS256 {
            return is_mac_of(keys, token);
        }
        let mut buffer = PayloadBuffer::new();
        buffer
            .decode(token.signature)
            .is_some_and(|signature| is_signature_of(keys, signature, token))
    }
}

fn is_mac_of(keys: &[HeldKey], token: CompactToken<'_>) -> bool {
    let mut mac = [0; MAC_LENGTH];
    // The decoder refuses padding and trailing bits other than zero, so that a signature has one spelling.
    token.signature.len() == SIGNATURE_LENGTH
        && URL_SAFE_NO_PAD
            .decode(token.signature, mac.as_mut_slice().as_out())
            .is_ok()
        && is_signature_of(keys, &mac, token)
}

fn is_signature_of(keys: &[HeldKey], signature: &[u8], token: CompactToken<'_>) -> bool {
    keys.iter()
        .any(|held| held.key.is_signature_of(signature, token.signed))
}

/// The length of an HS256 signature in base64url, in characters.
const SIGNATURE_LENGTH: usize = (MAC_LENGTH * 4).div_ceil(3);
