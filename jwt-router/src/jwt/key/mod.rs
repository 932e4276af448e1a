//! Keys: the configured secret or key pair, and the parsed keys that are built from it once, at start-up.
//!
//! A key has one algorithm. A token is verified with the algorithm of the key and never with that of its header
//! ([RFC 8725, section 3.1]).
//!
//! [RFC 8725, section 3.1]: https://www.rfc-editor.org/rfc/rfc8725#section-3.1

mod algorithm;
#[cfg(feature = "asymmetric")]
mod asymmetric;
#[cfg(feature = "google")]
mod derive;
mod digests;
mod hmac;
#[cfg(feature = "jwks")]
mod jwk;
#[cfg(feature = "asymmetric")]
mod published;
mod ring;
mod sample;
mod secret;
mod spelling;

#[cfg(feature = "asymmetric")]
pub use self::algorithm::Algorithm;
#[cfg(not(feature = "asymmetric"))]
pub(crate) use self::algorithm::Algorithm;
#[cfg(feature = "jwks")]
pub(crate) use self::asymmetric::{JwkParts, fault_of};
#[cfg(feature = "asymmetric")]
pub use self::asymmetric::{KeyError, PemFault, PublicKey, SigningKey};
#[cfg(feature = "google")]
pub(crate) use self::derive::derive;
pub(crate) use self::hmac::MAC_LENGTH;
#[cfg(feature = "jwks")]
pub(crate) use self::jwk::{KeySet, LeftOut, UnusableSet};
#[cfg(feature = "asymmetric")]
pub use self::published::JwkSet;
#[cfg(test)]
pub(crate) use self::ring::SecretKey;
pub(crate) use self::ring::{KeyId, KeyRing, RingKey, VerifyingKey};
pub use self::secret::{Secret, SecretError};

#[cfg(test)]
mod tests;
