//! The keys of one application: one that signs, and all that are still trusted.

use std::fmt;

use base64_simd::URL_SAFE_NO_PAD;

use super::{
    Algorithm, Secret,
    hmac::{HmacKey, MAC_LENGTH},
};

/// The signing key, and the keys whose tokens are accepted: the signing key first, then those it replaced.
///
/// All keys of a ring have the ring's one algorithm.
#[derive(Debug)]
pub(crate) struct KeyRing {
    algorithm: Algorithm,
    signing: SigningKey,
    verifying: Vec<VerifyingKey>,
}

impl KeyRing {
    /// Makes the keys.
    ///
    /// A secret that is there twice counts once. It is not an error: to roll a rotation back, or to
    /// roll it out over several servers, one list of secrets serves with any of them in front.
    pub(crate) fn new(signing: &Secret, previous: &[Secret]) -> Self {
        let signing = SigningKey::new(signing);
        let mut verifying = vec![signing.verifying_key()];
        for secret in previous {
            let key = SigningKey::new(secret).verifying_key();
            if verifying.iter().all(|known| known.id != key.id) {
                verifying.push(key);
            }
        }
        Self {
            algorithm: Algorithm::Hs256,
            signing,
            verifying,
        }
    }

    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(crate) fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// Every key whose tokens are accepted; never empty.
    pub(crate) fn verifying_keys(&self) -> &[VerifyingKey] {
        &self.verifying
    }
}

/// Makes signatures.
#[derive(Clone, Debug)]
pub(crate) struct SigningKey {
    id: KeyId,
    hmac: HmacKey,
}

impl SigningKey {
    pub(crate) fn new(secret: &Secret) -> Self {
        Self::from_bytes(secret.expose())
    }

    pub(super) fn from_bytes(key: &[u8]) -> Self {
        let hmac = HmacKey::new(key);
        Self {
            id: KeyId::of(&hmac),
            hmac,
        }
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
            hmac: self.hmac.clone(),
        }
    }
}

/// Checks signatures.
#[derive(Clone, Debug)]
pub(crate) struct VerifyingKey {
    id: KeyId,
    hmac: HmacKey,
}

impl VerifyingKey {
    pub(crate) fn id(&self) -> &KeyId {
        &self.id
    }

    /// Whether `mac` is this key's for `message`; compared in constant time.
    pub(crate) fn is_signature_of(&self, mac: &[u8; MAC_LENGTH], message: &[u8]) -> bool {
        self.hmac.is_mac_of(mac, message)
    }
}

/// The `kid` of a key, made from the key and telling nothing of it.
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

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyId({})", self.0)
    }
}
