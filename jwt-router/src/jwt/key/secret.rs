//! The configured secret, checked and kept out of sight.

use std::{
    convert::Infallible,
    env, fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::sample::is_guessable;

/// A secret that signs tokens and checks them: at least 32 bytes that nobody can guess.
///
/// The bytes are used as they are, and are not decoded from base64 or hex: both sides of an
/// application that share a secret have to hold the same text. They are wiped from memory when the
/// secret is dropped, and no `Debug` or error shows them.
///
/// # Examples
///
/// ```
/// use jwt_router::{Secret, SecretError};
///
/// let secret = Secret::try_from("m5Xc0Zq2mSNNV8GmDlfYx9V9n0ucVQ0bWkXo1yIYp3k=")?;
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
///
/// let error = Secret::try_from("secret").unwrap_err();
/// assert!(matches!(error, SecretError::TooShort { length: 6, minimum: 32, .. }));
/// # Ok::<(), SecretError>(())
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The fewest bytes a secret may have: those of the hash ([RFC 7518, section 3.2]).
    ///
    /// [RFC 7518, section 3.2]: https://www.rfc-editor.org/rfc/rfc7518#section-3.2
    pub const MINIMUM_LENGTH: usize = 32;

    /// Makes a secret of 32 random bytes.
    ///
    /// No other process can know it, so the tokens it signs end with the process.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::Random`] when the operating system gives no random bytes.
    pub fn random() -> Result<Self, SecretError> {
        let mut bytes = Zeroizing::new(vec![0; Self::MINIMUM_LENGTH]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| SecretError::Random)?;
        Ok(Self(bytes))
    }

    /// Reads the secret from an environment variable.
    ///
    /// The value is used as it is, spaces and newlines included.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::MissingVariable`] or [`SecretError::NotUnicode`], or says what is
    /// wrong with the secret.
    pub fn from_env(name: &str) -> Result<Self, SecretError> {
        match env::var(name) {
            Ok(value) => Self::try_from(value),
            Err(env::VarError::NotPresent) => Err(SecretError::MissingVariable {
                name: name.to_owned(),
            }),
            Err(env::VarError::NotUnicode(_)) => Err(SecretError::NotUnicode {
                name: name.to_owned(),
            }),
        }
    }

    /// Reads the secret from a file, as container platforms mount them.
    ///
    /// One newline at the end (`\n` or `\r\n`) is not part of the secret; everything else is.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::Unreadable`], or says what is wrong with the secret.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, SecretError> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|error| SecretError::Unreadable {
            path: path.to_owned(),
            kind: error.kind(),
        })?;
        let bytes = Zeroizing::new(bytes);
        let line = bytes
            .strip_suffix(b"\n")
            .map_or(&**bytes, |line| line.strip_suffix(b"\r").unwrap_or(line));
        Self::try_from(line)
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }

    /// A key for another purpose, made from this secret with HKDF-SHA-256 ([RFC 5869]); `None` when
    /// that cannot be made.
    ///
    /// Whoever has it learns nothing of the secret.
    ///
    /// [RFC 5869]: https://www.rfc-editor.org/rfc/rfc5869
    #[cfg(feature = "google")]
    pub(crate) fn derive(&self, purpose: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        crate::jwt::key::derive(self.expose(), purpose)
    }

    fn checked(bytes: Zeroizing<Vec<u8>>) -> Result<Self, SecretError> {
        if bytes.is_empty() {
            return Err(SecretError::Empty);
        }
        // A public key taken for an HMAC secret lets anyone sign (RFC 8725, section 2.1).
        if is_key_file(&bytes) {
            return Err(SecretError::Pem);
        }
        if bytes.len() < Self::MINIMUM_LENGTH {
            return Err(SecretError::TooShort {
                length: bytes.len(),
                minimum: Self::MINIMUM_LENGTH,
            });
        }
        // RFC 8725, section 3.5: keys have entropy, human-memorizable passwords do not.
        if is_guessable(&bytes) {
            return Err(SecretError::Sample);
        }
        Ok(Self(bytes))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}

impl TryFrom<Vec<u8>> for Secret {
    type Error = SecretError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, SecretError> {
        Self::checked(Zeroizing::new(bytes))
    }
}

impl TryFrom<String> for Secret {
    type Error = SecretError;

    fn try_from(text: String) -> Result<Self, SecretError> {
        Self::try_from(text.into_bytes())
    }
}

impl TryFrom<&[u8]> for Secret {
    type Error = SecretError;

    fn try_from(bytes: &[u8]) -> Result<Self, SecretError> {
        Self::try_from(bytes.to_vec())
    }
}

impl TryFrom<&str> for Secret {
    type Error = SecretError;

    fn try_from(text: &str) -> Result<Self, SecretError> {
        Self::try_from(text.as_bytes())
    }
}

/// Why a secret cannot be used.
///
/// It says what to do about it, and never holds the secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// There is no secret, only an empty text.
    #[error("the secret is empty: make one with `openssl rand -base64 48`")]
    Empty,
    /// The secret has fewer bytes than the hash it is for ([RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error(
        "the secret has {length} bytes, HS256 needs at least {minimum}: make one with `openssl rand -base64 48`"
    )]
    #[non_exhaustive]
    TooShort {
        /// The bytes it has.
        length: usize,
        /// The bytes it needs.
        minimum: usize,
    },
    /// The secret is one that others know or guess: out of a tutorial, a phrase of usual words, or a repeated pattern.
    #[error(
        "the secret is a well-known sample, or easy to guess: make one with `openssl rand -base64 48`"
    )]
    Sample,
    /// The secret is a PEM or SSH key, which HS256 would use as its text: whoever has the public key could sign.
    #[error(
        "the secret is the text of a PEM or SSH key, HS256 needs a random text: make one with `openssl rand -base64 48`"
    )]
    Pem,
    /// The environment variable is not set.
    #[error(
        "the environment variable `{name}` is not set: set it to the output of `openssl rand -base64 48`"
    )]
    #[non_exhaustive]
    MissingVariable {
        /// The name of the variable.
        name: String,
    },
    /// The environment variable is not Unicode.
    #[error(
        "the environment variable `{name}` is not Unicode: set it to the output of `openssl rand -base64 48`"
    )]
    #[non_exhaustive]
    NotUnicode {
        /// The name of the variable.
        name: String,
    },
    /// The file of the secret cannot be read.
    #[error("the secret file `{}` cannot be read ({kind}): check its path and permissions", path.display())]
    #[non_exhaustive]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// What the operating system said.
        kind: ErrorKind,
    },
    /// The operating system gave no random bytes.
    #[error(
        "the operating system gives no random bytes: configure a secret instead of a random one"
    )]
    Random,
}

/// So that what takes `impl TryInto<Secret>` takes a [`Secret`] as well.
impl From<Infallible> for SecretError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

fn is_key_file(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    text.starts_with(b"ssh-") || text.starts_with(b"ecdsa-") || contains(text, b"-----BEGIN")
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
