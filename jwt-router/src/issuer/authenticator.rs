//! Authentication by the tokens of other issuers.

use std::{any::TypeId, sync::Arc};

use http::{HeaderName, HeaderValue};

use super::{Header, Issuer, Issuers, Unverified};
use crate::{
    auth::{
        Authentication, Authenticator, Bearer, Head, MintedLifetime, Pending, Refusal, RouteGuard,
        Verified,
    },
    entity::{EntityRef, Origin},
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
    fn authenticate(self, guard: &Arc<RouteGuard>, text: &[u8]) -> Result<Authentication, Refusal> {
        let keys = self.issuer.keys().with_now(self.header.key.as_deref());
        if let Some(keys) = keys {
            return self.verify(guard, &keys);
        }
        // The request's head does not live as long as a fetch takes.
        let text = text.to_vec();
        let guard = Arc::clone(guard);
        let issuer = Arc::clone(self.issuer);
        let Self { header, held, .. } = self;
        Ok(Authentication::Waiting(Pending::Elsewhere(Box::pin(
            async move {
                let keys = issuer.keys().with(header.key.as_deref()).await;
                let keys = keys.ok_or_else(Refusal::issuer_unavailable)?;
                let token = CompactToken::parse(&text)
                    .map_err(|reason| Refusal::invalid_token(reason.code()))?;
                let presented = PresentedToken {
                    token,
                    header,
                    issuer: &issuer,
                    held,
                };
                match presented.verify(&guard, &keys)? {
                    Authentication::Known(caller) => Ok(caller),
                    Authentication::Waiting(pending) => pending.settled(&guard).await,
                }
            },
        ))))
    }

    fn verify(self, guard: &RouteGuard, keys: &KeySet) -> Result<Authentication, Refusal> {
        let Self {
            token,
            header,
            issuer,
            held,
        } = self;
        let now = guard.jwt.config().now();
        // An entity that is not registered matches no caller.
        let table = guard
            .entities()
            .position(issuer.entity())
            .ok_or_else(|| Refusal::invalid_token("unknown_entity"))?;
        let unverified = Unverified {
            token,
            header: &header,
        };
        let mut buffer = PayloadBuffer::new();
        let tables = (table, guard.required_claims());
        let claims = issuer
            .verify(unverified, keys, now, tables, &mut buffer)
            .map_err(|reason| Refusal::invalid_token(reason.code()))?;
        guard.authorize(Verified {
            claims: &claims,
            origin: Origin::Issuer(Arc::clone(issuer.lookup())),
            token: held,
            now,
        })
    }
}
