//! The keys of one application: one that signs, and all that are still trusted.

use std::fmt;

use base64_simd::URL_SAFE_NO_PAD;

use super::{
    Algorithm, Secret, SecretError,
    hmac::{HmacKey, MAC_LENGTH},
};
#[cfg(feature = "asymmetric")]
use super::{PublicKey, SigningKey};

/// The signing key, and the keys whose tokens are accepted: the signing key first, then those it replaced.
///
/// All keys of a ring have the ring's one algorithm.
#[derive(Debug)]
pub(crate) struct KeyRing {
    algorithm: Algorithm,
    signing: RingKey,
    verifying: Vec<VerifyingKey>,
}

impl KeyRing {
    /// Makes the keys of HS256.
    ///
    /// A secret that is there twice counts once. It is not an error: to roll a rotation back, or to
    /// roll it out over several servers, one list of secrets serves with any of them in front.
    ///
    /// # Errors
    ///
    /// As [`SecretKey::new`].
    pub(crate) fn new(signing: &Secret, previous: &[Secret]) -> Result<Self, SecretError> {
        let signing = SecretKey::new(signing)?;
        let verifying = signing.verifying_key();
        let previous: Result<Vec<_>, _> = previous
            .iter()
            .map(|secret| SecretKey::new(secret).map(|key| key.verifying_key()))
            .collect();
        Ok(Self {
            algorithm: Algorithm::HS256,
            signing: RingKey::Secret(signing),
            verifying: each_once(verifying, previous?),
        })
    }

    /// Takes a key pair, and the public keys of the pairs before it, which have its algorithm.
    #[cfg(feature = "asymmetric")]
    pub(crate) fn of_pair(signing: SigningKey, previous: Vec<PublicKey>) -> Self {
        let algorithm = signing.public_key().algorithm();
        let verifying = VerifyingKey::from(signing.public_key().clone());
        let of_ours = |key: &PublicKey| key.algorithm() == algorithm;
        let previous = previous.into_iter().filter(of_ours).map(VerifyingKey::from);
        Self {
            algorithm,
            verifying: each_once(verifying, previous),
            signing: RingKey::Pair(signing),
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn signing_key(&self) -> &RingKey {
        &self.signing
    }

    /// Every key whose tokens are accepted; never empty.
    pub(crate) fn verifying_keys(&self) -> &[VerifyingKey] {
        &self.verifying
    }
}

fn each_once(
    signing: VerifyingKey,
    previous: impl IntoIterator<Item = VerifyingKey>,
) -> Vec<VerifyingKey> {
    let mut keys = vec![signing];
    for key in previous {
        if keys.iter().all(|known| known.id != key.id) {
            keys.push(key);
        }
    }
    keys
}

/// What a ring signs with.
#[derive(Clone, Debug)]
pub(crate) enum RingKey {
    Secret(SecretKey),
    #[cfg(feature = "asymmetric")]
    Pair(SigningKey),
}

impl RingKey {
    pub(crate) fn id(&self) -> &KeyId {
        match self {
            Self::Secret(key) => key.id(),
            #[cfg(feature = "asymmetric")]
            Self::Pair(key) => key.public_key().key_id(),
        }
    }

    /// Signs `header.payload`, and adds a dot and the signature; `None` when no signature can be made.
    #[cfg_attr(
        not(feature = "asymmetric"),
        expect(clippy::unnecessary_wraps, reason = "a key pair's may not be")
    )]
    pub(crate) fn sign_onto(&self, token: &mut String) -> Option<()> {
        match self {
            Self::Secret(key) => {
                let signature = key.sign(token.as_bytes());
                token.push('.');
                URL_SAFE_NO_PAD.encode_append(signature, token);
            }
            #[cfg(feature = "asymmetric")]
            Self::Pair(key) => {
                let signature = key.sign(token.as_bytes())?;
                token.push('.');
                URL_SAFE_NO_PAD.encode_append(signature, token);
            }
        }
        Some(())
    }
}

/// Makes signatures with a secret.
#[derive(Clone, Debug)]
pub(crate) struct SecretKey {
    id: KeyId,
    hmac: HmacKey,
}

impl SecretKey {
    /// Makes the key of HS256.
    ///
    /// # Errors
    ///
    /// [`SecretError::TooShort`] when HMAC does not take a key of this length; HMAC takes any.
    pub(crate) fn new(secret: &Secret) -> Result<Self, SecretError> {
        let bytes = secret.expose();
        let hmac = HmacKey::new(bytes).map_err(|_| SecretError::TooShort {
            length: bytes.len(),
            minimum: Secret::MINIMUM_LENGTH,
        })?;
        Ok(Self {
            id: KeyId::of(&hmac),
            hmac,
        })
    }

    pub(crate) fn id(&self) -> &KeyId {
        &self.id
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; MAC_LENGTH] {
        self.hmac.mac(message)
    }

    fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey {
            id: self.id.clone(),
            check: Check::Mac(self.hmac.clone()),
        }
    }
}

/// Checks signatures.
#[derive(Clone, Debug)]
pub(crate) struct VerifyingKey {
    id: KeyId,
    check: Check,
}

#[derive(Clone, Debug)]
enum Check {
    Mac(HmacKey),
    #[cfg(feature = "asymmetric")]
    Public(PublicKey),
}

impl VerifyingKey {
    pub(crate) fn id(&self) -> &KeyId {
        &self.id
    }

    /// Whether `signature` is this key's for `message`; a MAC is compared in constant time.
    pub(crate) fn is_signature_of(&self, signature: &[u8], message: &[u8]) -> bool {
        match &self.check {
            Check::Mac(hmac) => {
                let mac = <&[u8; MAC_LENGTH]>::try_from(signature);
                mac.is_ok_and(|mac| hmac.is_mac_of(mac, message))
            }
            #[cfg(feature = "asymmetric")]
            Check::Public(key) => key.is_signature_of(signature, message),
        }
    }
}

#[cfg(feature = "asymmetric")]
impl From<PublicKey> for VerifyingKey {
    fn from(key: PublicKey) -> Self {
        Self {
            id: key.key_id().clone(),
            check: Check::Public(key),
        }
    }
}

/// The `kid` of a key, made from the key and telling nothing of it that is secret.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct KeyId(String);

impl KeyId {
    /// One way, like any MAC: it helps a guess of the secret no more than a token's signature does.
    /// 11 characters tell the keys of a ring apart.
    fn of(hmac: &HmacKey) -> Self {
        let mac = hmac.mac(b"jwt-router kid");
        let mut text = URL_SAFE_NO_PAD.encode_to_string(mac);
        text.truncate(11);
        Self(text)
    }

    /// The thumbprint of a public key, in base64url.
    #[cfg(feature = "asymmetric")]
    pub(super) const fn new(thumbprint: String) -> Self {
        Self(thumbprint)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyId({})", self.0)
    }
}
