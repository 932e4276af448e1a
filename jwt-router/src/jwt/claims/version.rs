//! The version of an entity's tokens, by which an application ends all tokens of one entity at once.

use std::fmt;

use serde_json::Value;

/// The claim with the version of the entity's tokens.
pub(crate) const TOKEN_VERSION: &str = "token_version";

/// The version of an entity's tokens, a whole number or a text: the result of [`Entity::token_version`].
///
/// A minted token holds the current version of its entity in the claim `token_version`. The guard refuses a token
/// with another version than the loaded entity has. A token without the claim has the version 0 or, where the
/// entity's version is a text, the empty text; so tokens that were minted before the entity had a version stay valid
/// until the entity gets another version than 0 or the empty text.
///
/// The function of `#[entity(token_version = ..)]` returns this type, or one that converts into it: an integer that
/// fits into `i64`, a `String` or a `&str`.
///
/// # Examples
///
/// ```
/// use jwt_router::{Entity, TokenVersion, entity};
///
/// #[entity(table = "users", key = "user_id", token_version = Self::token_version)]
/// #[derive(Clone)]
/// struct User { user_id: i64, token_version: i32 }
///
/// impl User {
///     fn token_version(&self) -> i32 { self.token_version }
/// }
///
/// let ann = User { user_id: 1, token_version: 3 };
/// assert_eq!(Entity::token_version(&ann), Some(TokenVersion::from(3)));
/// ```
///
/// [`Entity::token_version`]: crate::Entity::token_version
#[derive(Clone, Eq, PartialEq)]
pub struct TokenVersion(Version);

#[derive(Clone, Eq, PartialEq)]
enum Version {
    Number(i64),
    Text(String),
}

impl TokenVersion {
    /// Reads the version from the JSON text of the claim; `None` if it is neither an integer nor a string.
    pub(crate) fn parse(json: &str) -> Option<Self> {
        // The text is valid JSON, which has no numbers like `+1` or `01` that `parse` would accept.
        let number = json.parse().ok().map(Version::Number);
        let version = number.or_else(|| serde_json::from_str(json).ok().map(Version::Text));
        version.map(Self)
    }

    /// Returns the value of the claim.
    pub(crate) fn into_json(self) -> Value {
        match self.0 {
            Version::Number(version) => version.into(),
            Version::Text(version) => version.into(),
        }
    }

    /// Returns whether a token with the claim `claimed` has this version; `None` is a token without the claim.
    pub(crate) fn is_of<T: AsRef<str>>(&self, claimed: Option<&ClaimedVersion<T>>) -> bool {
        match (&self.0, claimed) {
            (Version::Number(version), Some(ClaimedVersion::Number(claimed))) => version == claimed,
            (Version::Text(version), Some(ClaimedVersion::Text(json))) => {
                is_string(json.as_ref(), version)
            }
            (_, Some(_)) => false,
            (Version::Number(version), None) => *version == 0,
            (Version::Text(version), None) => version.is_empty(),
        }
    }
}

/// Returns whether the JSON text is the string `text`.
fn is_string(json: &str, text: &str) -> bool {
    match serde_json::from_str::<&str>(json) {
        Ok(borrowed) => text == borrowed,
        // A string with escapes cannot be borrowed.
        Err(_) => serde_json::from_str::<String>(json).is_ok_and(|unescaped| text == unescaped),
    }
}

/// The claim `token_version` of a token, whose text is borrowed from the token (`&str`) or owned (`Box<str>`).
#[derive(Clone, Copy)]
pub(crate) enum ClaimedVersion<T> {
    Number(i64),
    /// A string, as JSON text: with its quotes and escapes.
    Text(T),
    /// A JSON value of another type, which no entity's version equals.
    Other,
}

impl<'c> ClaimedVersion<&'c str> {
    /// Reads the claim from its JSON text.
    pub(crate) fn from_json(json: &'c str) -> Self {
        if json.starts_with('"') {
            return Self::Text(json);
        }
        json.parse().map_or(Self::Other, Self::Number)
    }

    /// Copies the text out of the token.
    pub(crate) fn into_owned(self) -> ClaimedVersion<Box<str>> {
        match self {
            Self::Number(version) => ClaimedVersion::Number(version),
            Self::Text(json) => ClaimedVersion::Text(json.into()),
            Self::Other => ClaimedVersion::Other,
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for TokenVersion {
            fn from(version: $integer) -> Self {
                Self(Version::Number(version.into()))
            }
        }
    )*};
}

from_integers!(i8, i16, i32, i64, u8, u16, u32);

impl From<String> for TokenVersion {
    fn from(version: String) -> Self {
        Self(Version::Text(version))
    }
}

impl From<&str> for TokenVersion {
    fn from(version: &str) -> Self {
        Self(Version::Text(version.to_owned()))
    }
}

/// Prints the type's name only: a version may be derived from a password's hash.
impl fmt::Debug for TokenVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenVersion(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Option<TokenVersion>) {
        assert_eq!(TokenVersion::parse(json), expected, "{json}");
    }

    #[test]
    fn an_integer_or_a_string_is_a_version() {
        check("0", Some(0.into()));
        check("-7", Some((-7).into()));
        check("9223372036854775807", Some(i64::MAX.into()));
        check(r#""7""#, Some("7".into()));
        check(r#""a\u0062""#, Some("ab".into()));
    }

    #[test]
    fn other_json_is_no_version() {
        for json in [
            "null",
            "true",
            "1.0",
            "1e0",
            "9223372036854775808",
            "[1]",
            "{}",
        ] {
            check(json, None);
        }
    }

    #[track_caller]
    fn is_of(version: impl Into<TokenVersion>, json: &str) -> bool {
        let claimed = ClaimedVersion::from_json(json);
        let owned = claimed.into_owned();
        let version = version.into();
        assert_eq!(version.is_of(Some(&claimed)), version.is_of(Some(&owned)));
        version.is_of(Some(&claimed))
    }

    #[test]
    fn a_version_is_that_of_the_claim_with_its_value() {
        assert!(is_of(-7, "-7"));
        assert!(is_of(i64::MAX, "9223372036854775807"));
        assert!(is_of("ab", r#""ab""#));
        assert!(is_of("ab", r#""a\u0062""#));
        assert!(!is_of(7, "8"));
        assert!(!is_of("ab", r#""abc""#));
    }

    #[test]
    fn a_number_is_not_the_text_of_its_digits() {
        assert!(!is_of(7, r#""7""#));
        assert!(!is_of("7", "7"));
    }

    #[test]
    fn a_claim_of_another_type_is_no_version() {
        for json in [
            "null",
            "false",
            "0.0",
            "0e0",
            "9223372036854775808",
            "[]",
            "{}",
        ] {
            assert!(!is_of(0, json), "{json}");
            assert!(!is_of("", json), "{json}");
        }
    }

    #[test]
    fn a_token_without_the_claim_has_version_zero_or_the_empty_text() {
        let no_claim = None::<&ClaimedVersion<&str>>;
        assert!(TokenVersion::from(0).is_of(no_claim));
        assert!(TokenVersion::from("").is_of(no_claim));
        assert!(!TokenVersion::from(1).is_of(no_claim));
        assert!(!TokenVersion::from("a").is_of(no_claim));
    }
}
