//! The errors of keys of key pairs.

use std::{io::ErrorKind, path::PathBuf};

use super::PemFault;
use crate::jwt::key::Algorithm;

/// The reason why a key of a key pair cannot be used.
///
/// The message explains how to correct the mistake, and never contains the key.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The algorithm is HS256, which has a secret instead of a key pair.
    #[error("HS256 signs with a secret: call `.secret(..)`, or name the algorithm of the key pair")]
    Symmetric,
    /// The text is not PEM, or does not have the section for this kind of key.
    #[error(
        "there is no PEM section `{section}`: a private key in another form is converted by `openssl pkcs8 -topk8 -nodes`, and `openssl pkey -pubout` writes the public key"
    )]
    #[non_exhaustive]
    Pem {
        /// The name of the section: `PRIVATE KEY` ([RFC 5958](https://www.rfc-editor.org/rfc/rfc5958), PKCS#8),
        /// or `PUBLIC KEY`.
        section: &'static str,
    },
    /// The text has a PEM section, in a form that cannot be read.
    #[error("the PEM text {fault}")]
    #[non_exhaustive]
    PemForm {
        /// What is wrong with the text.
        fault: PemFault,
    },
    /// The key is damaged, or of another kind than its algorithm.
    #[error("the key is not a key for {}: {}", algorithm.name(), hint(*algorithm))]
    #[non_exhaustive]
    OtherKind {
        /// The algorithm that was to be used with the key.
        algorithm: Algorithm,
    },
    /// The key is damaged, or of a kind that is not supported.
    #[error(
        "the key is neither of RSA, nor of P-256, P-384 or Ed25519: make one with `openssl genpkey -algorithm ed25519`"
    )]
    UnknownKind,
    /// An RSA key is too short ([RFC 7518, section 3.3](https://www.rfc-editor.org/rfc/rfc7518#section-3.3)),
    /// or longer than 8192 bits.
    #[error(
        "the RSA key has not between 2048 and 8192 bits: make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`"
    )]
    Length,
    /// The exponent of an RSA key is even, 1, or longer than 32 bits.
    #[error(
        "the exponent of the RSA key is even, 1 or longer than 32 bits: make a key with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`"
    )]
    Exponent,
    /// The modulus of an RSA key can be factored at once: it is even, has a factor below 1000, has two factors
    /// that are close to each other, or consists of mostly equal bits.
    #[error(
        "the modulus of the RSA key is factored at once: make a key with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`"
    )]
    Factorable,
    /// An RSA key has the fingerprint of the chips whose keys can be factored: ROCA,
    /// [CVE-2017-15361](https://www.cve.org/CVERecord?id=CVE-2017-15361).
    #[error(
        "the RSA key was made by a chip whose keys can be factored (ROCA, CVE-2017-15361): make a key with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`"
    )]
    Roca,
    /// The point of an ECDSA key is not on its curve.
    #[error(
        "the point of the key is not on its curve: the key is damaged, or was made to be wrong"
    )]
    Point,
    /// An Ed25519 key is a point of small order, for which one signature is valid for many messages.
    #[error(
        "the Ed25519 key is a point of small order, for which anyone can sign: make a key with `openssl genpkey -algorithm ed25519`"
    )]
    SmallOrder,
    /// An Ed25519 key is not encoded in its canonical form ([RFC 8032, section
    /// 5.1.3](https://www.rfc-editor.org/rfc/rfc8032#section-5.1.3)).
    #[error("the Ed25519 key is not encoded in its one form: its `y` is 2^255 - 19 or more")]
    NonCanonical,
    /// The private key, or the private half of a public key, is an example in an RFC, so that everyone can sign with
    /// it.
    #[error(
        "the private key is printed in an RFC, and everyone can sign with it: make one with `openssl genpkey -algorithm ed25519`"
    )]
    Published,
    /// aws-lc could not make a key, because the system has no memory or no random bytes.
    #[error("no key can be made: the system is out of memory or randomness")]
    Random,
    /// `jsonwebtoken` or an issuer names an algorithm that this crate does not support.
    #[error(
        "`{name}` is not supported: a secret has HS256, and a key pair RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 or EdDSA"
    )]
    #[non_exhaustive]
    UnsupportedAlgorithm {
        /// The name of the algorithm.
        name: String,
    },
    /// The `use` of a JSON Web Key is not `sig` ([RFC 7517, section
    /// 4.2](https://www.rfc-editor.org/rfc/rfc7517#section-4.2)).
    #[error("the `use` of the key is not `sig`: take the key that the tokens are signed with")]
    Use,
    /// The `key_ops` of a JSON Web Key have no `verify` ([RFC 7517, section
    /// 4.3](https://www.rfc-editor.org/rfc/rfc7517#section-4.3)).
    #[error(
        "the `key_ops` of the key have no `verify`: take the public key that tokens are verified with"
    )]
    Operations,
    /// The file of the key cannot be read.
    #[error("the key file `{}` cannot be read ({kind}): check its path and permissions", path.display())]
    #[non_exhaustive]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        kind: ErrorKind,
    },
}

/// Returns how to get a key for an algorithm, as a part of a message.
fn hint(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::HS256 => "call `.secret(..)`",
        Algorithm::RS256
        | Algorithm::RS384
        | Algorithm::RS512
        | Algorithm::PS256
        | Algorithm::PS384
        | Algorithm::PS512 => {
            "make one with `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072`"
        }
        Algorithm::ES256 => {
            "make one with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`"
        }
        Algorithm::ES384 => {
            "make one with `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384`"
        }
        Algorithm::EdDSA => "make one with `openssl genpkey -algorithm ed25519`",
    }
}
