use std::fmt;

use serde::Serialize;

use crate::jwt::sign::Token;

/// The tokens of a session: the response to a login and to a refresh.
///
/// It serializes as [RFC 6749, section 5.1] has it, with `access_token`, `token_type`, `expires_in` and
/// `refresh_token`. As a response it has `Cache-Control: no-store`.
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
#[derive(Serialize)]
pub struct TokenPair {
    pub(super) access_token: Token,
    pub(super) token_type: String,
    pub(super) expires_in: i64,
    pub(super) refresh_token: RefreshToken,
    /// The lifetime of the refresh token, in seconds.
    #[cfg(feature = "cookies")]
    #[serde(skip)]
    pub(super) refresh_expires_in: i64,
    /// The application, whose cookies may hold the tokens.
    #[cfg(feature = "cookies")]
    #[serde(skip)]
    pub(super) jwt: crate::auth::JwtRoutes,
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

    /// Returns the refresh token, which the client sends to the route with `refresh`, once.
    #[must_use]
    pub const fn refresh_token(&self) -> &RefreshToken {
        &self.refresh_token
    }

    /// Returns the lifetime of the access token, in seconds.
    #[must_use]
    pub const fn expires_in(&self) -> i64 {
        self.expires_in
    }
}

/// A refresh token.
///
/// `Debug` does not show it.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct RefreshToken(String);

impl RefreshToken {
    pub(super) const fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the token as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(..)")
    }
}
