//! What a token has to say: one set of rules, whoever minted it.

#[cfg(feature = "jwks")]
use super::TableIndex;
use super::{Claims, NumericDate, Tables, found::Found};
use crate::jwt::token::InvalidToken;

/// What a token has to say to be accepted.
///
/// The default accepts a token of ours from any issuer, without an audience and without leeway.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules<'r> {
    /// `iss` has to be one of these; if there are none, it is not compared.
    pub(crate) issuers: &'r [String],
    /// `aud` has to have one of these; if there are none, there must be no `aud`.
    pub(crate) audience: &'r [String],
    /// The clients that may have asked for the token (`azp`); only another issuer's has one.
    #[cfg(feature = "jwks")]
    pub(crate) parties: &'r [String],
    /// How many seconds the clocks of signer and verifier may differ.
    pub(crate) leeway: i64,
    #[cfg(feature = "jwks")]
    pub(crate) kind: Kind<'r>,
}

/// The kind of token that is accepted: no kind is taken for another ([RFC 8725, section 3.12]).
///
/// [RFC 8725, section 3.12]: https://www.rfc-editor.org/rfc/rfc8725#section-3.12
#[cfg(feature = "jwks")]
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Kind<'r> {
    /// A token of ours, whose `table_name` names its entity.
    #[default]
    Own,
    /// An access token of another issuer.
    Access {
        /// The index of the entity, and the claim that names it, whatever `table_name` says.
        entity: (TableIndex, &'r str),
        /// The header has to say `at+jwt` ([RFC 9068, section 4](https://www.rfc-editor.org/rfc/rfc9068#section-4)).
        is_typed: bool,
    },
    /// An ID token ([OpenID Connect Core 1.0, section 3.1.3.7]).
    ///
    /// [OpenID Connect Core 1.0, section 3.1.3.7]: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
    #[cfg(feature = "google")]
    Id {
        /// The `nonce` of the login that was begun; `None` where no login was begun here.
        nonce: Option<&'r str>,
    },
}

impl Rules<'_> {
    /// Checks the registered claims except the dates, and returns the expiry, which every token has.
    ///
    /// `key` is the JSON text of the claim that names the entity.
    pub(super) fn check<T: Tables + ?Sized>(
        &self,
        found: &Found<'_, '_, T>,
        key: &str,
    ) -> Result<NumericDate, InvalidToken> {
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN {
            found.foreign.check_kind(self)?;
        }
        // RFC 7519, section 4.1.4 makes it optional, we do not.
        let expires = found.expires.ok_or(InvalidToken::NoExpiry)?;
        // RFC 7519, section 4.1.1.
        if !self.issuers.is_empty() && found.is_our_issuer != Some(true) {
            return Err(InvalidToken::Issuer);
        }
        // RFC 7519, section 4.1.3: a recipient that is not in an `aud` refuses, and one without a
        // name is in no `aud`.
        let audience = if self.audience.is_empty() {
            None
        } else {
            Some(true)
        };
        if found.is_our_audience != audience {
            return Err(InvalidToken::Audience);
        }
        #[cfg(feature = "jwks")]
        if T::IS_FOREIGN {
            found.foreign.check(self, key)?;
        }
        // OpenID Connect Core 1.0, section 2.
        #[cfg(feature = "google")]
        if T::IS_FOREIGN && matches!(self.kind, Kind::Id { .. }) && found.issued_at.is_none() {
            return Err(InvalidToken::ClaimType);
        }
        #[cfg(not(feature = "jwks"))]
        let _ = key;
        Ok(expires)
    }

    /// Checks the dates at the time `now`, in seconds since 1970.
    pub(crate) fn check_dates(&self, claims: &Claims<'_>, now: i64) -> Result<(), InvalidToken> {
        // RFC 7519, section 4.1.4: "on or after" its `exp` a token is not accepted.
        if now >= claims.expires.as_unix().saturating_add(self.leeway) {
            return Err(InvalidToken::Expired);
        }
        let latest = now.saturating_add(self.leeway);
        let is_later = |date: NumericDate| date.as_unix() > latest;
        // RFC 7519, section 4.1.5.
        if claims.not_before.is_some_and(is_later) {
            return Err(InvalidToken::NotYetValid);
        }
        // RFC 7519, section 4.1.6 leaves it open; no honest signer mints in the future.
        if claims.issued_at.is_some_and(is_later) {
            return Err(InvalidToken::IssuedInFuture);
        }
        Ok(())
    }

    /// Checks what the header of another issuer's token calls it.
    #[cfg(feature = "jwks")]
    pub(crate) const fn check_type(&self, is_access_token: bool) -> Result<(), InvalidToken> {
        match self.kind {
            Kind::Access { is_typed: true, .. } if !is_access_token => Err(InvalidToken::NotAccess),
            #[cfg(feature = "google")]
            Kind::Id { .. } if is_access_token => Err(InvalidToken::Type),
            #[cfg(feature = "google")]
            Kind::Id { .. } => Ok(()),
            Kind::Own | Kind::Access { .. } => Ok(()),
        }
    }
}
