//! Tokens of ours: their keys, and what they have to say.

use base64_simd::{AsOut as _, URL_SAFE_NO_PAD};

use super::{Keys, PayloadBuffer, verify};
#[cfg(feature = "jwks")]
use crate::jwt::claims::Kind;
use crate::jwt::{
    claims::{Claims, Expected, Rules, Tables},
    key::{Algorithm, KeyRing, MAC_LENGTH, VerifyingKey},
    token::{CompactToken, InvalidToken, JoseHeader, KnownHeader},
};

/// Checks tokens of ours; made once, at start-up.
#[derive(Debug)]
pub(crate) struct Verifier {
    keys: OwnKeys,
    /// One, or none.
    issuers: Vec<String>,
    audience: Vec<String>,
    leeway: i64,
}

/// The keys of a ring, and the headers of the tokens that they sign.
#[derive(Debug)]
struct OwnKeys {
    algorithm: Algorithm,
    keys: Vec<HeldKey>,
    keyless: Option<[KnownHeader; 2]>,
}

/// A key, and the header of the tokens that name it.
#[derive(Debug)]
struct HeldKey {
    key: VerifyingKey,
    header: KnownHeader,
}

impl Verifier {
    /// Trusts the keys of `ring`, expects neither issuer nor audience, and allows no leeway.
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

    /// Trusts no key: every token is another issuer's.
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

    /// Refuses tokens whose `iss` is not this one.
    #[must_use]
    pub(crate) fn issuer(mut self, issuer: Option<String>) -> Self {
        self.issuers = Vec::from_iter(issuer);
        self
    }

    /// Refuses tokens whose `aud` has none of these; none at all refuses tokens that have an `aud`.
    #[must_use]
    pub(crate) fn audience(mut self, audience: Vec<String>) -> Self {
        self.audience = audience;
        self
    }

    /// How many seconds the clocks of signer and verifier may differ.
    #[must_use]
    pub(crate) fn leeway(mut self, seconds: u32) -> Self {
        self.leeway = i64::from(seconds);
        self
    }

    /// How many seconds the clocks may differ.
    pub(crate) const fn allowed_leeway(&self) -> i64 {
        self.leeway
    }

    /// Checks a token at the time `now`, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// As [`verify`].
    pub(crate) fn verify<'b, T: Tables + ?Sized>(
        &self,
        token: CompactToken<'_>,
        now: i64,
        buffer: &'b mut PayloadBuffer,
        tables: &T,
    ) -> Result<Claims<'b>, InvalidToken> {
        let rules = Rules {
            issuers: &self.issuers,
            audience: &self.audience,
            leeway: self.leeway,
            #[cfg(feature = "jwks")]
            parties: &[],
            #[cfg(feature = "jwks")]
            kind: Kind::Own,
        };
        let expected = Expected { rules, tables };
        verify(token, &self.keys, &expected, now, buffer)
    }

    /// Whether this header is known to be one of our own signer's.
    ///
    /// Another issuer may write the header that names no key, but for that of a secret.
    #[cfg(feature = "jwks")]
    pub(crate) fn is_own(&self, header: &[u8]) -> bool {
        let keys = &self.keys;
        (keys.algorithm == Algorithm::HS256 && keys.is_keyless(header))
            || keys.keys.iter().any(|held| held.header.is(header))
    }
}

impl Keys for OwnKeys {
    fn check_signature(
        &self,
        token: CompactToken<'_>,
        buffer: &mut PayloadBuffer,
    ) -> Result<(), InvalidToken> {
        let keys = self.keys_for(token.header, buffer)?;
        if self.is_signed_by(keys, token) {
            Ok(())
        } else {
            Err(InvalidToken::Signature)
        }
    }
}

impl OwnKeys {
    /// The keys that a token with this header may be signed with.
    ///
    /// A token that names no key may be of any of ours: one that was minted before there were two.
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
        let json = buffer.decode(header).ok_or(InvalidToken::Encoding)?;
        let json = str::from_utf8(json).map_err(|_| InvalidToken::Header)?;
        let Some(id) = JoseHeader::parse(json, self.algorithm)?.key else {
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

    /// Whether one of `keys` has signed the bytes that were received (RFC 7515, section 5.2).
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
    // Padding and stray trailing bits are refused: one signature has one spelling.
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

/// How many letters [`MAC_LENGTH`] bytes are.
const SIGNATURE_LENGTH: usize = (MAC_LENGTH * 4).div_ceil(3);
