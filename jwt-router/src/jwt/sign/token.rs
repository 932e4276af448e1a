use std::fmt;

use serde::{Serialize, Serializer, ser::Error as _};

/// A minted token.
///
/// A handler that returns it responds with `{"token": ".."}`. With serde it serializes as its text: in a struct
/// of yours, the field `token: Token` becomes `"token": ".."`. It has no `Display`, and `Debug` hides the text,
/// so that no log contains it; [`as_str`](Self::as_str) returns the text.
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::prelude::*;
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// #[whitelist(POST)]
/// async fn login(jwt: JwtRoutes) -> Result<Token, SignError> {
///     // .. check a password first ..
///     jwt.create_token_for::<User>(&42)
/// }
/// ```
///
/// ```
/// # use jwt_router::{JwtRoutes, Secret, entity};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let token = jwt.create_token_for::<User>(&42)?;
/// assert_eq!(token.as_str().split('.').count(), 3);
/// assert_eq!(format!("{token:?}"), "Token(..)");
/// let text: String = token.into_string();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Token {
    text: String,
    /// Whether the token has to go into a cookie, where no script reads it.
    for_cookies: bool,
}

/// The error of serializing a token that has to go into a cookie.
pub(crate) const FOR_COOKIES: &str =
    "the tokens of a refresh by cookie go back into cookies: write `.into_cookies()`";

impl Token {
    pub(crate) const fn new(text: String) -> Self {
        Self {
            text,
            for_cookies: false,
        }
    }

    /// Marks the token as one that has to go into a cookie.
    pub(crate) const fn mark_for_cookies(&mut self) {
        self.for_cookies = true;
    }

    /// Returns whether the token has to go into a cookie, and must not be in the body of a response.
    pub(crate) const fn is_for_cookies(&self) -> bool {
        self.for_cookies
    }

    /// Returns the token's text: `header.payload.signature` ([RFC 7515, section 7.1]).
    ///
    /// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Converts the token into its text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.for_cookies {
            return Err(S::Error::custom(FOR_COOKIES));
        }
        serializer.serialize_str(&self.text)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
