use std::{fmt, str::FromStr};

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// The identifier of a session in its store: the SHA-256 hash of the random claim `sid` of its tokens.
///
/// A store does not contain the `sid`, so that no token can be made from the contents of a store. The identifier is no
/// secret: it is written and serialized as 64 hexadecimal digits, and a page may show it.
///
/// # Examples
///
/// ```
/// use jwt_router::SessionId;
///
/// let id = SessionId::of_sid("an example, which is not random");
/// assert_eq!(id.to_string().parse(), Ok(id));
/// assert_eq!(SessionId::from_bytes(*id.as_bytes()), id);
/// ```
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SessionId([u8; 32]);

impl SessionId {
    /// Returns the identifier of the session whose tokens have this claim `sid`.
    #[must_use]
    pub fn of_sid(sid: &str) -> Self {
        Self(Sha256::digest(sid).into())
    }

    /// Returns the identifier with these bytes, which a store has kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes of the identifier, for a store to keep.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({self})")
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The error for a text that is not the identifier of a session, which has 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not the identifier of a session: it has 64 lower-case hexadecimal digits")]
#[non_exhaustive]
pub struct InvalidSessionId;

impl FromStr for SessionId {
    type Err = InvalidSessionId;

    fn from_str(text: &str) -> Result<Self, InvalidSessionId> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(InvalidSessionId);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

/// Returns the value of a lower-case hexadecimal digit.
const fn digit(letter: u8) -> Result<u8, InvalidSessionId> {
    match letter {
        b'0'..=b'9' => Ok(letter - b'0'),
        b'a'..=b'f' => Ok(letter - b'a' + 10),
        _ => Err(InvalidSessionId),
    }
}
