//! Key pairs: RSA, ECDSA and Ed25519, parsed once and held.

mod der;
mod error;
mod interchange;
mod numbers;
mod parameters;
mod public;
mod signing;

use self::numbers::Numbers;
pub use self::{error::KeyError, public::PublicKey, signing::SigningKey};

#[cfg(test)]
mod tests;
