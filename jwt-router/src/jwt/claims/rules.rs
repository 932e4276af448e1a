//! The rules that the claims of every token have to meet, no matter which issuer minted it.

#[cfg(feature = "jwks")]
use super::TableIndex;
use super::{Claims, NumericDate, Tables, found::FoundClaims};
use crate::jwt::token::InvalidToken;

/// The conditions under which a token is accepted.
///
/// The default accepts own tokens of the application with any issuer and without an audience, and allows no leeway.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules<'r> {
    /// The accepted values of `iss`; when empty, `iss` is not compared.
    pub(crate) issuers: &'r [String],
    /// The accepted audiences, of which `aud` has to contain one; when empty, a token with an `aud` is refused.
    pub(crate) audience: &'r [String],
    /// The clients of which `azp` has to name one, in tokens of other issuers only; when empty, access tokens for
    /// every client are accepted.
    #[cfg(feature = "jwks")]
    pub(crate) parties: &'r [String],
    /// The clients of which `client_id` has to name one, in bearer tokens of other issuers only; when empty,
    /// `client_id` is not checked.
    #[cfg(feature = "jwks")]
    pub(crate) clients: &'r [String],
    /// By how many seconds the clocks of signer and verifier may differ.
    pub(crate) leeway: i64,
    #[cfg(feature = "jwks")]
    pub(crate) kind: TokenKind<'r>,
}

/// The kind of token that is accepted. The rules of the kinds exclude each other, so that a token of one kind
/// is never accepted as another ([RFC 8725, section 3.12]).
///
/// [RFC 8725, section 3.12]: https://www.rfc-editor.org/rfc/rfc8725#section-3.12
#[cfg(feature = "jwks")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum TokenKind<'r> {
    /// An own token of the application, whose `table_name` names the entity's table.
    #[default]
    Own,
    /// A bearer token of another issuer: an access token, or an ID token where the configuration accepts one.
    Access {
        /// The index of the entity's table, and the name of the key claim. A `table_name` in the token is
        /// ignored.
        entity: (TableIndex, &'r str),
        accepted: Accepted,
        /// The `typ` of the token's header is `at+jwt` ([RFC 9068, section
        /// 2.1](https://www.rfc-editor.org/rfc/rfc9068#section-2.1)).
        is_typed: bool,
    },
    /// An ID token ([OpenID Connect Core 1.0, section 3.1.3.7]).
    ///
    /// [OpenID Connect Core 1.0, section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
    #[cfg(feature = "google")]
    Id {
        /// The `nonce` that this application sent at the start of the login; `None` when another party started
        /// the login.
        nonce: Option<&'r str>,
    },
}

/// The kinds of another issuer's tokens that are accepted as bearer tokens.
#[cfg(feature = "jwks")]
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Accepted {
    /// Access tokens whose header has the type `at+jwt` ([RFC 9068, section 4]).
    ///
    /// [RFC 9068, section 4]: https://www.rfc-editor.org/rfc/rfc9068#section-4
    TypedAccess,
    /// Access tokens, and tokens whose header and claims do not show another kind.
    #[default]
    Access,
    /// The tokens that `Access` accepts, and ID tokens.
    AccessOrId,
}

#[cfg(feature = "jwks")]
impl Accepted {
    /// Checks the header of another issuer's bearer token, in which `typ` is `at+jwt` if `is_access_token`.
    pub(crate) const fn check_type(self, is_access_token: bool) -> Result<(), InvalidToken> {
        match (self, is_access_token) {
            (Self::TypedAccess, false) => Err(InvalidToken::NotAccess),
            (Self::TypedAccess, true) | (Self::Access | Self::AccessOrId, _) => Ok(()),
        }
    }
}

impl Rules<'_> {
    /// Checks the claims except the dates, and returns the expiry, which every token must have.
    ///
    /// `key` is the JSON text of the key claim, which names the entity.
    pub(super) fn check<T: Tables + ?Sized>(
        &self,
        found: &FoundClaims<'_, '_, T>,
        key: &str,
    ) -> Result<NumericDate, InvalidToken> {
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN {
            found.foreign.check_kind(self)?;
        }
        // `exp` is optional in RFC 7519, section 4.1.4, and required here: a token without it would never
        // expire.
        let expires = found.expires.ok_or(InvalidToken::NoExpiry)?;
        // RFC 7519, section 4.1.1.
        if !self.issuers.is_empty() && found.is_our_issuer != Some(true) {
            return Err(InvalidToken::Issuer);
        }
        // RFC 7519, section 4.1.3: a recipient refuses a token whose `aud` does not contain it. Without a
        // configured audience, no `aud` contains this application.
        match (found.is_our_audience, self.audience.is_empty()) {
            (None, true) | (Some(true), false) => {}
            (None, false) => return Err(InvalidToken::NoAudience),
            (Some(_), _) => return Err(InvalidToken::Audience),
        }
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN {
            found.foreign.check(self, key)?;
        }
        // OpenID Connect Core 1.0, section 2: an ID token has an `iat`.
        #[cfg(feature = "google")]
        if T::IS_FOREIGN && matches!(self.kind, TokenKind::Id { .. }) && found.issued_at.is_none() {
            return Err(InvalidToken::ClaimType);
        }
        #[cfg(not(feature = "jwks"))]
        let _ = key;
        Ok(expires)
    }

    /// Checks `exp`, `nbf` and `iat` at the time `now`, in seconds since 1970.
    pub(crate) fn check_dates(&self, claims: &Claims<'_>, now: i64) -> Result<(), InvalidToken> {
        // RFC 7519, section 4.1.4: a token is not accepted "on or after" its `exp`, hence `>=`.
        if now >= claims.expires.as_unix().saturating_add(self.leeway) {
            return Err(InvalidToken::Expired);
        }
        let latest = now.saturating_add(self.leeway);
        let is_later = |date: NumericDate| date.as_unix() > latest;
        // RFC 7519, section 4.1.5: not before its `nbf`.
        if claims.not_before.is_some_and(is_later) {
            return Err(InvalidToken::NotYetValid);
        }
        // RFC 7519, section 4.1.6 has no rule for an `iat` in the future. It is refused, since no honest signer
        // with a correct clock writes one.
        if claims.issued_at.is_some_and(is_later) {
            return Err(InvalidToken::IssuedInFuture);
        }
        Ok(())
    }

    /// Checks the header of another issuer's token, in which `typ` is `at+jwt` if `is_access_token`.
    #[cfg(feature = "google")]
    pub(crate) const fn check_type(&self, is_access_token: bool) -> Result<(), InvalidToken> {
        match self.kind {
            TokenKind::Access { accepted, .. } => accepted.check_type(is_access_token),
            TokenKind::Id { .. } if is_access_token => Err(InvalidToken::Type),
            TokenKind::Id { .. } | TokenKind::Own => Ok(()),
        }
    }
}
