use std::{any::TypeId, sync::Arc};

use http::HeaderName;

use super::{
    Authentication, Authenticator, Bearer, Head, MintedLifetime, Refusal, RouteGuard, Verified,
};
use crate::{
    entity::{EntityRef, EntityRegistry, Origin},
    jwt::{
        claims::{RequiredClaims, TableIndex, Tables},
        token::{CompactToken, InvalidToken},
        verify::PayloadBuffer,
    },
};

/// Authenticates by tokens that are signed with a key of the application.
///
/// It takes every token that no other authenticator takes, so it is the last of the list.
pub(crate) struct OwnTokens;

impl Authenticator for OwnTokens {
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
        Some(authenticate(guard, bearer))
    }

    fn explain(&self, _token: CompactToken<'_>, reason: InvalidToken) -> InvalidToken {
        reason
    }

    fn entities(&self) -> Vec<EntityRef> {
        Vec::new()
    }

    fn provider(&self) -> Option<TypeId> {
        None
    }

    fn minted_lifetime(&self) -> Option<MintedLifetime> {
        None
    }
}

fn authenticate(guard: &RouteGuard, bearer: Bearer<'_>) -> Result<Authentication, Refusal> {
    let config = guard.jwt.config();
    let now = config.now();
    let tables = RouteTables {
        entities: guard.entities(),
        required: guard.required_claims(),
    };
    let mut buffer = PayloadBuffer::new();
    let claims = config
        .verifier
        .verify(bearer.token, now, &mut buffer, &tables)
        .map_err(|reason| {
            let authenticators = config.authenticators.iter();
            let reason = authenticators.fold(reason, |reason, authenticator| {
                authenticator.explain(bearer.token, reason)
            });
            Refusal::invalid_token(reason.code())
        })?;
    guard.authorize(Verified {
        claims: &claims,
        origin: Origin::Own,
        token: guard.held(bearer)?,
        now,
    })
}

/// The tables of a route, and the claims that it reads of their tokens.
struct RouteTables<'g> {
    entities: &'g EntityRegistry,
    required: Option<&'g RequiredClaims>,
}

impl Tables for RouteTables<'_> {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        self.entities.find(table)
    }

    fn required(&self) -> Option<&RequiredClaims> {
        self.required
    }
}
