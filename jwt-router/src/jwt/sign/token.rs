use std::fmt;

use serde::Serialize;

/// A minted token.
///
/// As a response it is `{"token": ".."}`, and with serde its text: in a struct of yours, the field
/// `token: Token` is `"token": ".."`. Neither `Debug` nor anything else prints it: take it with
/// [`as_str`](Self::as_str).
///
/// # Examples
///
/// ```
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
#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Token(String);

impl Token {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// The token's text: `header.payload.signature` ([RFC 7515, section 7.1]).
    ///
    /// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The token's text, taken out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
