//! The keys of one application: the key that signs tokens, and all keys that verify them.

use std::fmt;

use base64_simd::URL_SAFE_NO_PAD;

use super::{
    Algorithm, Secret, SecretError,
    hmac::{HmacKey, MAC_LENGTH},
};
#[cfg(feature = "asymmetric")]
use super::{PublicKey, SigningKey};

/// The signing key, and the keys whose tokens are accepted: the signing key first, then the keys that it
/// replaced.
///
/// All keys of a ring have the same algorithm.
#[derive(Debug)]
pub(crate) struct KeyRing {
    algorithm: Algorithm,
    signing: RingKey,
    verifying: Vec<VerifyingKey>,
}

impl KeyRing {
    /// Returns the ring of HS256 keys for a secret that signs and the previous secrets, which only verify.
    ///
    /// A repeated secret counts once. It is not an error, so that during a rotation, or to undo one, every
    /// server can have the same list of previous secrets, whichever of them the server signs with.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`SecretKey::new`].
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

    /// Returns the ring of a key pair that signs and the public keys of previous pairs, which only verify. Public keys
    /// with another algorithm are dropped.
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

    /// Returns every key whose tokens are accepted; never empty.
    pub(crate) fn verifying_keys(&self) -> &[VerifyingKey] {
        &self.verifying
    }
}

/// Collects the keys without repetitions, which have the same `kid`.
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

/// The signing key of a ring.
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

    /// Signs `token`, which is `header.payload`, and appends a dot and the signature; `None` when aws-lc cannot sign.
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

/// A key that signs with a secret.
#[derive(Clone, Debug)]
pub(crate) struct SecretKey {
    id: KeyId,
    hmac: HmacKey,
}

impl SecretKey {
    /// Returns the HS256 key of a secret.
    ///
    /// # Errors
    ///
    /// Never fails, since HMAC takes keys of any length. [`SecretError::TooShort`] stands for the error of the `hmac`
    /// crate.
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
            check: SignatureCheck::Mac(self.hmac.clone()),
        }
    }
}

/// A key that checks signatures.
#[derive(Clone, Debug)]
pub(crate) struct VerifyingKey {
    id: KeyId,
    check: SignatureCheck,
}

#[derive(Clone, Debug)]
enum SignatureCheck {
    Mac(HmacKey),
    #[cfg(feature = "asymmetric")]
    Public(PublicKey),
}

impl VerifyingKey {
    pub(crate) fn id(&self) -> &KeyId {
        &self.id
    }

    /// Returns whether this key made `signature` for `message`. A MAC is compared in constant time.
    pub(crate) fn is_signature_of(&self, signature: &[u8], message: &[u8]) -> bool {
        match &self.check {
            SignatureCheck::Mac(hmac) => {
                let mac = <&[u8; MAC_LENGTH]>::try_from(signature);
                mac.is_ok_and(|mac| hmac.is_mac_of(mac, message))
            }
            #[cfg(feature = "asymmetric")]
            SignatureCheck::Public(key) => key.is_signature_of(signature, message),
        }
    }
}

#[cfg(feature = "asymmetric")]
impl From<PublicKey> for VerifyingKey {
    fn from(key: PublicKey) -> Self {
        Self {
            id: key.key_id().clone(),
            check: SignatureCheck::Public(key),
        }
    }
}

/// The `kid` of a key, which is computed from the key and reveals nothing secret.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct KeyId(String);

impl KeyId {
    /// Computes the `kid` of a secret: the beginning of its MAC of a fixed text.
    ///
    /// A MAC does not reveal its key. Like a token's signature, it only allows an attacker to test guesses of a weak
    /// secret offline. 11 characters, 66 bits, suffice to distinguish the keys of a ring.
    fn of(hmac: &HmacKey) -> Self {
        let mac = hmac.mac(b"jwt-router kid");
        let mut text = URL_SAFE_NO_PAD.encode_to_string(mac);
        text.truncate(11);
        Self(text)
    }

    /// Makes the `kid` of a public key, which is the key's thumbprint in base64url.
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
