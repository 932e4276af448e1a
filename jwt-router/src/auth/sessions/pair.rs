use std::fmt;

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeStruct as _},
};

use crate::{
    auth::JwtRoutes,
    jwt::sign::{FOR_COOKIES, Token},
};

/// An access token and a refresh token of a session: the response to a login and to a refresh.
///
/// The pair serializes as [RFC 6749, section 5.1] specifies, with `access_token`, `token_type`, `expires_in` and
/// `refresh_token`. As a response, it has `Cache-Control: no-store`.
///
/// If the refresh token came in a cookie, the new tokens have to go back into cookies: call `into_cookies`.
/// Serializing such a pair or one of its tokens fails, and returning the pair as a response is a 500.
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
pub struct TokenPair {
    pub(super) access_token: Token,
    pub(super) token_type: String,
    pub(super) expires_in: i64,
    pub(super) refresh_token: RefreshToken,
    /// The lifetime of the refresh token, in seconds.
    #[cfg(feature = "cookies")]
    pub(super) refresh_expires_in: i64,
    /// The application that minted the tokens. Its settings determine the cookies of the tokens and the form of
    /// errors.
    pub(super) jwt: JwtRoutes,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenPair")
            .field("access_token", &self.access_token)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

impl TokenPair {
    /// Returns the access token, which the client sends with its requests.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::TokenPair;
    /// fn print(pair: &TokenPair) {
    ///     println!("valid for {} seconds: {}", pair.expires_in(), pair.access_token().as_str());
    ///     println!("for the next one: {}", pair.refresh_token().as_str());
    /// }
    /// ```
    #[must_use]
    pub const fn access_token(&self) -> &Token {
        &self.access_token
    }

    /// Returns the refresh token. The client sends it once, to a route with `refresh`, to get the next pair of
    /// tokens.
    #[must_use]
    pub const fn refresh_token(&self) -> &RefreshToken {
        &self.refresh_token
    }

    /// Marks the tokens as the result of a refresh by cookie, so that they have to go back into cookies.
    pub(super) const fn for_cookies(mut self) -> Self {
        self.access_token.mark_for_cookies();
        self.refresh_token.for_cookies = true;
        self
    }

    /// Returns whether the tokens have to go into cookies, and must not be in the body of a response.
    pub(crate) const fn are_for_cookies(&self) -> bool {
        self.refresh_token.for_cookies
    }

    pub(crate) const fn jwt(&self) -> &JwtRoutes {
        &self.jwt
    }

    /// Returns the lifetime of the access token, in seconds.
    #[must_use]
    pub const fn expires_in(&self) -> i64 {
        self.expires_in
    }
}

impl Serialize for TokenPair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("TokenPair", 4)?;
        members.serialize_field("access_token", &self.access_token)?;
        members.serialize_field("token_type", &self.token_type)?;
        members.serialize_field("expires_in", &self.expires_in)?;
        members.serialize_field("refresh_token", &self.refresh_token)?;
        members.end()
    }
}

/// A refresh token: a route with `refresh` exchanges it for the next tokens of its session, once.
///
/// Its `Debug` output does not contain the token.
#[derive(Clone, Eq, PartialEq)]
pub struct RefreshToken {
    text: String,
    /// Whether the handler has to send this token in a cookie, where no script reads it, and not in a body.
    for_cookies: bool,
}

impl RefreshToken {
    pub(super) const fn new(text: String) -> Self {
        Self {
            text,
            for_cookies: false,
        }
    }

    /// Returns the token as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl Serialize for RefreshToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.for_cookies {
            return Err(S::Error::custom(FOR_COOKIES));
        }
        serializer.serialize_str(&self.text)
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(..)")
    }
}
