//! Authenticates requests whose bearer token is signed by another issuer.

use std::{any::TypeId, sync::Arc};

use http::HeaderName;

use super::{Header, Issuer, Issuers, JwsError, Unverified};
use crate::{
    auth::{
        Authentication, Authenticator, Head, MintedLifetime, Pending, Refusal, RouteGuard, Verified,
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
        token: CompactToken<'_>,
    ) -> Option<Result<Authentication, Refusal>> {
        let (issuer, header) = self.of(token, &guard.jwt.config().verifier)?;
        let presented = PresentedToken {
            token,
            header,
            issuer,
        };
        Some(presented.authenticate(guard))
    }

    fn explain(&self, token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        self.reason(token, reason)
    }

    fn entities(&self) -> Vec<EntityRef> {
        self.iter().flat_map(|issuer| issuer.entities()).collect()
    }

    fn provider(&self) -> Option<TypeId> {
        None
    }

    fn minted_lifetime(&self) -> Option<MintedLifetime> {
        None
    }
}

/// A bearer token that is not verified yet. Its `iss` is a name of the configured issuer `issuer`.
struct PresentedToken<'t> {
    token: CompactToken<'t>,
    header: Header,
    issuer: &'t Arc<Issuer>,
}

impl PresentedToken<'_> {
    /// Verifies the token with the issuer's keys, and authorizes its caller.
    ///
    /// The request does not wait if the keys in memory verify the token, or refuse it for a reason that other
    /// keys could not change. Otherwise, the request waits for a fetch of the keys, if one is running or due
    /// (at most one a minute); if not, the token is refused immediately.
    fn authenticate(self, guard: &Arc<RouteGuard>) -> Result<Authentication, Refusal> {
        let invalid = |reason: InvalidToken| Refusal::invalid_token(reason.code());
        // Other keys could not change this verdict, so it comes before any fetch.
        self.issuer.check_algorithm(&self.header).map_err(invalid)?;
        let remote = self.issuer.keys();
        if let Some(keys) = remote.current() {
            match self.verify(guard, &keys) {
                Ok(verdict) => return verdict,
                Err(reason) if remote.may_have_newer(&keys, reason) => {}
                Err(reason) => return Err(self.issuer.refused(remote.refusal(reason))),
            }
        }
        // The future outlives the borrow of the request's head, so it owns the token.
        let text = self.token.text();
        let guard = Arc::clone(guard);
        let issuer = Arc::clone(self.issuer);
        let header = self.header;
        Ok(Authentication::Waiting(Pending::Elsewhere(Box::pin(
            async move {
                let maximum = guard.jwt.config().max_token_length;
                let token = CompactToken::parse(&text, maximum).map_err(invalid)?;
                let keys = issuer.keys().signing(token, &header).await;
                let keys = keys.map_err(|error| issuer.refused(error))?;
                let presented = PresentedToken {
                    token,
                    header,
                    issuer: &issuer,
                };
                match presented.verify(&guard, &keys).map_err(invalid)?? {
                    Authentication::Known(caller) => Ok(caller),
                    Authentication::Waiting(pending) => pending.settled(&guard).await,
                }
            },
        ))))
    }

    /// Verifies the token with these keys, and then authorizes its caller.
    ///
    /// # Errors
    ///
    /// The outer error is an invalid token, which newer keys might verify. The inner error is a final refusal.
    fn verify(
        &self,
        guard: &RouteGuard,
        keys: &KeySet,
    ) -> Result<Result<Authentication, Refusal>, InvalidToken> {
        let issuer = self.issuer;
        let now = guard.jwt.config().now();
        let Some((claim_names, required)) = guard.claims_of(issuer.source()) else {
            return Ok(Err(Refusal::invalid_token("unknown_entity")));
        };
        let unverified = Unverified {
            token: self.token,
            header: &self.header,
        };
        let mut buffer = PayloadBuffer::new();
        let tables = (
            guard.entities(),
            Some(required).filter(|required| !required.is_empty()),
        );
        let (claims, choice) = issuer.verify(unverified, keys, now, tables, &mut buffer)?;
        Ok(guard.authorize(Verified {
            claims: &claims,
            origin: TokenOrigin::Issuer(Arc::clone(choice.lookup())),
            held: guard.held(self.token),
            newcomer: issuer.newcomer(choice, self.token),
            claim_names,
            now,
            leeway: issuer.leeway(),
        }))
    }
}

impl Issuer {
    /// Returns the refusal of a token whose signature could not be verified.
    fn refused(&self, error: JwsError) -> Refusal {
        match error {
            JwsError::Token(reason) => Refusal::invalid_token(reason.code()),
            JwsError::Unavailable => Refusal::issuer_unavailable(IssuerUnavailable {
                issuer: self.name().to_owned(),
            }),
            JwsError::UnknownKey => Refusal::UNKNOWN_KEY,
        }
    }
}

/// The reason in the log if a token cannot be verified, because the issuer's keys are missing. The response is
/// 503.
#[derive(Debug, thiserror::Error)]
#[error(
    "the issuer `{issuer}` did not answer: its keys cannot be fetched, and none that were fetched before are still valid"
)]
struct IssuerUnavailable {
    issuer: String,
}
