//! The configured secret: checked, and never printed.

use std::{
    convert::Infallible,
    env, fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{sample::is_guessable, spelling};

/// A secret that signs and verifies tokens: at least 32 bytes that cannot be guessed.
///
/// The bytes are used as they are, and are not decoded from base64 or hex: two programs that share a secret
/// need the same text. They are wiped from memory when the secret is dropped, and neither `Debug` nor an error
/// contains them.
///
/// # Examples
///
/// ```
/// use jwt_router::{Secret, SecretError};
///
/// let secret = Secret::random()?; // or `Secret::from_env("JWT_ROUTER_SECRET")?`
/// assert_eq!(format!("{secret:?}"), "Secret(..)");
///
/// let error = Secret::try_from("secret").unwrap_err();
/// assert!(matches!(error, SecretError::TooShort { length: 6, minimum: 32, .. }));
/// # Ok::<(), SecretError>(())
/// ```
///
/// ```no_run
/// # use jwt_router::Secret;
/// let from_variable = Secret::from_env("JWT_ROUTER_SECRET")?;
/// let from_file = Secret::from_file("/run/secrets/jwt")?;
/// # Ok::<(), jwt_router::SecretError>(())
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The least length of a secret in bytes: the length of the hash of HS256 ([RFC 7518, section 3.2]).
    ///
    /// [RFC 7518, section 3.2]: https://www.rfc-editor.org/rfc/rfc7518#section-3.2
    pub const MINIMUM_LENGTH: usize = 32;

    /// Makes a secret of 32 random bytes.
    ///
    /// No other process has the secret, so the tokens that it signs are invalid after a restart.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::Random`] when the operating system gives no random bytes.
    pub fn random() -> Result<Self, SecretError> {
        let mut bytes = Zeroizing::new(vec![0; Self::MINIMUM_LENGTH]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| SecretError::Random)?;
        Ok(Self(bytes))
    }

    /// Reads the secret from an environment variable, whose value is used as it is.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::MissingVariable`], [`SecretError::NotUnicode`], or the fault of the secret. A secret
    /// with a comma, or with white space at one of its ends, is [`SecretError::Separator`], since it could not move
    /// into `JWT_ROUTER_PREVIOUS_SECRETS` later, a list that is separated by commas.
    pub fn from_env(name: &str) -> Result<Self, SecretError> {
        match env::var(name) {
            Ok(value) => Self::from_line(value.as_bytes()),
            Err(env::VarError::NotPresent) => Err(SecretError::MissingVariable {
                name: name.to_owned(),
            }),
            Err(env::VarError::NotUnicode(_)) => Err(SecretError::NotUnicode {
                name: name.to_owned(),
            }),
        }
    }

    /// Reads the secret from a file, such as one that a container platform mounts.
    ///
    /// One newline at the end (`\n` or `\r\n`) is not part of the secret; everything else is.
    ///
    /// # Errors
    ///
    /// Returns [`SecretError::Unreadable`], [`SecretError::Encoding`] for a file with a byte order mark or in
    /// UTF-16, or the fault of the secret, as [`from_env`](Self::from_env) does.
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
        // The marks of UTF-8 and of both orders of UTF-16. Without a mark, ASCII in UTF-16 is known by the zero
        // in every second byte.
        let has_mark = [b"\xef\xbb\xbf".as_slice(), b"\xff\xfe", b"\xfe\xff"];
        let is_utf_16 = line.len() > 1 && line.iter().skip(1).step_by(2).all(|byte| *byte == 0);
        if is_utf_16 || has_mark.iter().any(|mark| line.starts_with(mark)) {
            return Err(SecretError::Encoding {
                path: path.to_owned(),
            });
        }
        Self::from_line(line)
    }

    /// Makes a secret from the text of a variable or a file. Refuses a secret that could not move into the list of
    /// previous secrets later, because it has a comma, or white space at one of its ends.
    pub(crate) fn from_line(line: &[u8]) -> Result<Self, SecretError> {
        if line.contains(&b',') || line.trim_ascii() != line {
            return Err(SecretError::Separator);
        }
        Self::try_from(line)
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Derives a key for another purpose from this secret, with HKDF-SHA-256 ([RFC 5869]); `None` when aws-lc
    /// fails.
    ///
    /// The derived key reveals nothing of the secret.
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
        if spelling::is_key(&bytes) {
            return Err(SecretError::Key);
        }
        if bytes.len() < Self::MINIMUM_LENGTH {
            return Err(SecretError::TooShort {
                length: bytes.len(),
                minimum: Self::MINIMUM_LENGTH,
            });
        }
        // RFC 8725, section 3.5: a key needs enough entropy, which a password that people can remember does not
        // have.
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

/// The reason why a secret cannot be used.
///
/// The message explains how to correct the mistake, and never contains the secret.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// The secret is empty.
    #[error("the secret is empty: make one with `openssl rand -base64 48`")]
    Empty,
    /// The secret has fewer bytes than the hash of HS256 ([RFC 7518, section
    /// 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    #[error(
        "the secret has {length} bytes, HS256 needs at least {minimum}: make one with `openssl rand -base64 48`"
    )]
    #[non_exhaustive]
    TooShort {
        /// The length of the secret, in bytes.
        length: usize,
        /// The least length, in bytes: [`Secret::MINIMUM_LENGTH`].
        minimum: usize,
    },
    /// The secret is known or can be guessed: it is a sample from a tutorial, a phrase of usual words, or a
    /// repeated pattern.
    #[error(
        "the secret is a well-known sample, or easy to guess: make one with `openssl rand -base64 48`"
    )]
    Sample,
    /// The secret is a key of a key pair: PEM, SSH, JWK, or DER in base64 or hex. HS256 would use its text as
    /// the secret, so that everyone who has the public key could sign.
    #[error(
        "the secret is a key of a key pair, HS256 needs a random text: make one with `openssl rand -base64 48`"
    )]
    Key,
    /// The secret of a variable or a file has a comma, or white space at one of its ends. It could not move
    /// into `JWT_ROUTER_PREVIOUS_SECRETS` later, so that a change of the secret would log every user out.
    #[error(
        "the secret has a comma, or white space at one of its ends, which `JWT_ROUTER_PREVIOUS_SECRETS` could not hold: make one with `openssl rand -base64 48`, or give this one to `.secret(..)` in code"
    )]
    Separator,
    /// The file of the secret has a byte order mark, or is in UTF-16.
    #[error("the secret file `{}` has a byte order mark or is in UTF-16: save it as UTF-8 without one", path.display())]
    #[non_exhaustive]
    Encoding {
        /// The path of the file.
        path: PathBuf,
    },
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
        /// The error of the operating system.
        kind: ErrorKind,
    },
    /// The operating system gave no random bytes.
    #[error(
        "the operating system gives no random bytes: configure a secret instead of a random one"
    )]
    Random,
}

/// Lets functions that take `impl TryInto<Secret>` take a [`Secret`] as well: its conversion to itself has the
/// error [`Infallible`].
impl From<Infallible> for SecretError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
