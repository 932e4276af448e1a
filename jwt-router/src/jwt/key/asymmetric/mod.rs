//! Key pairs of RSA, ECDSA and Ed25519, parsed and checked once, at start-up.

mod close_primes;
mod der;
mod error;
mod interchange;
mod numbers;
mod parameters;
mod pem;
mod public;
mod signing;
mod weak;

pub(crate) use self::numbers::Numbers;
pub use self::{error::KeyError, pem::PemFault, public::PublicKey, signing::SigningKey};
#[cfg(feature = "jwks")]
pub(crate) use self::{interchange::JwkParts, pem::fault_of};

#[cfg(test)]
mod tests;
