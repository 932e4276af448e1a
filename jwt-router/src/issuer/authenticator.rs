//! Authentication by the tokens of other issuers.

use std::{any::TypeId, sync::Arc};

use http::{HeaderName, HeaderValue};

use super::{Header, Issuer, Issuers, JwsError, Unverified};
use crate::{
    auth::{
        Authentication, Authenticator, Bearer, Head, MintedLifetime, Pending, Refusal, RouteGuard,
        Verified,
    },
    entity::{EntityRef, TokenOrigin},
    jwt::{
        key::KeySet,
        token::{CompactToken, InvalidToken},
        verify::PayloadBuffer,
    },
};

impl Authenticator for Issuers {
    fn token_header(&self) -> Option<&'static HeaderName> {
        None
    }

    fn other_headers(&self) -> &'static [HeaderName] {
        &[]
    }

    fn by_header(
        self: Arc<Self>,
        _guard: &Arc<RouteGuard>,
        _head: Head<'_>,
    ) -> Result<Option<Authentication>, Refusal> {
        Ok(None)
    }

    fn by_bearer(
        &self,
        guard: &Arc<RouteGuard>,
        bearer: Bearer<'_>,
    ) -> Option<Result<Authentication, Refusal>> {
        let (issuer, header) = self.of(bearer.token, &guard.jwt.config().verifier)?;
        Some(guard.held(bearer).and_then(|held| {
            let presented = PresentedToken {
                token: bearer.token,
                header,
                issuer,
                held,
            };
            presented.authenticate(guard, bearer.sent.text())
        }))
    }

    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        self.reason(token, reason)
    }

    fn entities(&self) -> Vec<EntityRef> {
        self.iter().map(|issuer| issuer.entity()).collect()
    }

    fn provider(&self) -> Option<TypeId> {
        None
    }

    fn minted_lifetime(&self) -> Option<MintedLifetime> {
        None
    }
}

/// A token that names one of the issuers.
struct PresentedToken<'t> {
    token: CompactToken<'t>,
    header: Header,
    issuer: &'t Arc<Issuer>,
    /// The token for the arguments that read its claims again.
    held: Option<HeaderValue>,
}

impl PresentedToken<'_> {
    /// Verifies the token with the issuer's keys, at once if they are there.
    ///
    /// A token that they do not verify waits for a fetch if one is under way or due, which is at most once
    /// a minute; all others are answered at once.
    fn authenticate(self, guard: &Arc<RouteGuard>, text: &[u8]) -> Result<Authentication, Refusal> {
        let invalid = |reason: InvalidToken| Refusal::invalid_token(reason.code());
        // No key could change this verdict.
        self.issuer.check_algorithm(&self.header).map_err(invalid)?;
        let remote = self.issuer.keys();
        if let Some(keys) = remote.current() {
            match self.verify(guard, &keys) {
                Ok(verdict) => return verdict,
                Err(reason) if remote.may_have_newer(&keys, reason) => {}
                Err(reason) => return Err(invalid(reason)),
            }
        }
        // The request's head does not live as long as a fetch takes.
        let text = text.to_vec();
        let guard = Arc::clone(guard);
        let issuer = Arc::clone(self.issuer);
        let Self { header, held, .. } = self;
        Ok(Authentication::Waiting(Pending::Elsewhere(Box::pin(
            async move {
                let token = CompactToken::parse(&text).map_err(invalid)?;
                let keys = issuer.keys().signing(token, &header).await;
                let keys = keys.map_err(|error| match error {
                    JwsError::Token(reason) => invalid(reason),
                    JwsError::Unavailable => Refusal::issuer_unavailable(IssuerUnavailable {
                        issuer: issuer.name().to_owned(),
                    }),
                })?;
                let presented = PresentedToken {
                    token,
                    header,
                    issuer: &issuer,
                    held,
                };
                match presented.verify(&guard, &keys).map_err(invalid)?? {
                    Authentication::Known(caller) => Ok(caller),
                    Authentication::Waiting(pending) => pending.settled(&guard).await,
                }
            },
        ))))
    }

    /// Verifies the token with these keys, and judges its caller; the outer error is that of a token that
    /// is not valid.
    fn verify(
        &self,
        guard: &RouteGuard,
        keys: &KeySet,
    ) -> Result<Result<Authentication, Refusal>, InvalidToken> {
        let issuer = self.issuer;
        let now = guard.jwt.config().now();
        // An entity that is not registered matches no caller.
        let Some(table) = guard.entities().position(issuer.entity()) else {
            return Ok(Err(Refusal::invalid_token("unknown_entity")));
        };
        let unverified = Unverified {
            token: self.token,
            header: &self.header,
        };
        let mut buffer = PayloadBuffer::new();
        let tables = (table, guard.required_claims());
        let claims = issuer.verify(unverified, keys, now, tables, &mut buffer)?;
        Ok(guard.authorize(Verified {
            claims: &claims,
            origin: TokenOrigin::Issuer(Arc::clone(issuer.lookup())),
            token: self.held.clone(),
            now,
        }))
    }
}

/// A token cannot be verified, because the keys of its issuer are not there; for the log.
#[derive(Debug, thiserror::Error)]
#[error(
    "the issuer `{issuer}` did not answer: its keys cannot be fetched, or those that were fetched have ended"
)]
struct IssuerUnavailable {
    issuer: String,
}
