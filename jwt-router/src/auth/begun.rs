//! A request on its way from a verified token to a caller.

use std::task::{Context, Poll, ready};

use http::HeaderValue;

use super::{RouteGuard, refusal::Refusal, requirements::Lack};
use crate::{
    entity::{Answer, Caller, Loaded, Loading, Origin, StoreError},
    jwt::{claims::Claims, token::HeldClaims},
};

/// A request whose caller is known, or will be.
pub(crate) enum Begun {
    Known(Caller),
    Waiting(Pending),
}

/// What has to come before the caller is known.
pub(crate) enum Pending {
    /// What the store says of the caller's entity.
    Entity {
        /// Taken when the answer is there.
        caller: Option<Caller>,
        answer: Answer,
        lack: Lack,
    },
    /// The word of others: the keys of the token's issuer, or what a provider says of it; and then
    /// the entity.
    #[cfg(feature = "jwks")]
    Elsewhere(crate::issuer::Verification),
}

impl Pending {
    pub(crate) fn poll(
        &mut self,
        guard: &RouteGuard,
        context: &mut Context<'_>,
    ) -> Poll<Result<Caller, Refusal>> {
        match self {
            Self::Entity {
                caller,
                answer,
                lack,
            } => {
                let answer = ready!(answer.as_mut().poll(context));
                let Some(mut caller) = caller.take() else {
                    return Poll::Pending;
                };
                let settled = guard.settle(&mut caller, answer, *lack);
                Poll::Ready(settled.map(|()| caller))
            }
            #[cfg(feature = "jwks")]
            Self::Elsewhere(verification) => verification.as_mut().poll(context),
        }
    }

    /// Waits for the caller.
    pub(crate) async fn settled(mut self, guard: &RouteGuard) -> Result<Caller, Refusal> {
        std::future::poll_fn(|context| self.poll(guard, context)).await
    }
}

impl RouteGuard {
    /// Takes the claims of a verified token, and begins to load its entity.
    pub(crate) fn enter(
        &self,
        claims: &Claims<'_>,
        origin: Origin,
        token: Option<HeaderValue>,
        now: i64,
    ) -> Result<Begun, Refusal> {
        let unknown = || Refusal::invalid_token("unknown_entity");
        let table = self.entities.get(claims.table).ok_or_else(unknown)?;
        if self.entity.is_some_and(|wanted| wanted != claims.table) {
            return Err(Refusal::OTHER_ENTITY);
        }
        let mut caller = Caller {
            table: table.entity,
            entity: None,
            expires: claims.expires.as_unix(),
            token: token.map(HeldClaims::Token),
            origin,
        };
        let demands = self.demands.as_deref();
        let lack = demands.map_or(Lack::Nothing, |demands| {
            demands.lack(&claims.further, table.entity, now)
        });
        if self.claims_only {
            if !caller.origin.is_key(table, claims.key) {
                return Err(Refusal::invalid_token("key_type"));
            }
            self.check(lack, &caller)?;
            return Ok(Begun::Known(caller));
        }
        match caller.origin.load(table, claims.key).ok_or_else(unknown)? {
            Loading::Ready(loaded) => {
                self.settle(&mut caller, loaded, lack)?;
                Ok(Begun::Known(caller))
            }
            Loading::Pending(answer) => Ok(Begun::Waiting(Pending::Entity {
                caller: Some(caller),
                answer,
                lack,
            })),
        }
    }

    /// Takes what the store said, and lets the caller in if the route's demands are met.
    fn settle(
        &self,
        caller: &mut Caller,
        answer: Result<Option<Loaded>, StoreError>,
        lack: Lack,
    ) -> Result<(), Refusal> {
        caller.settle(answer)?;
        self.check(lack, caller)
    }

    pub(crate) fn check(&self, lack: Lack, caller: &Caller) -> Result<(), Refusal> {
        match &self.demands {
            None => Ok(()),
            Some(demands) => demands.check(lack, caller),
        }
    }
}

impl Caller {
    /// Takes what the store said; without an entity nobody calls.
    fn settle(&mut self, answer: Result<Option<Loaded>, StoreError>) -> Result<(), Refusal> {
        let loaded = answer.map_err(Refusal::unavailable)?;
        let entity = loaded.ok_or_else(|| Refusal::invalid_token("no_such_entity"))?;
        self.entity = Some(entity);
        Ok(())
    }
}
