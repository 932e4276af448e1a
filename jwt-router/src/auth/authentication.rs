//! A request on its way from verified credentials to a caller.

use std::{
    future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::{Refusal, RouteGuard, authorize::ClaimsVerdict};
use crate::entity::{Caller, LoadFuture};

/// A request whose credentials are verified: its caller is known, or will be.
pub(crate) enum Authentication {
    Known(Caller),
    Waiting(Pending),
}

/// What has to come before the caller is known.
pub(crate) enum Pending {
    /// The answer of the store that holds the caller's entity.
    Entity {
        caller: Caller,
        answer: LoadFuture,
        verdict: ClaimsVerdict,
    },
    /// A third party (the issuer's keys or the provider), then the entity.
    #[cfg_attr(
        not(feature = "jwks"),
        expect(
            dead_code,
            reason = "only authenticators of others' tokens wait for others"
        )
    )]
    Elsewhere(Pin<Box<dyn Future<Output = Result<Caller, Refusal>> + Send>>),
}

impl Pending {
    /// Polls for the caller. It must not be polled again once it is ready.
    pub(crate) fn poll(
        &mut self,
        guard: &RouteGuard,
        context: &mut Context<'_>,
    ) -> Poll<Result<Caller, Refusal>> {
        match self {
            Self::Entity {
                caller,
                answer,
                verdict,
            } => {
                let answer = ready!(answer.as_mut().poll(context));
                let settled = guard.settle(caller, answer, *verdict);
                Poll::Ready(settled.map(|()| caller.clone()))
            }
            Self::Elsewhere(verification) => verification.as_mut().poll(context),
        }
    }

    /// Waits for the caller.
    ///
    /// It is not an `async fn`, whose future would hold `self` twice.
    pub(crate) fn settled(
        mut self,
        guard: &RouteGuard,
    ) -> impl Future<Output = Result<Caller, Refusal>> + Send {
        future::poll_fn(move |context| self.poll(guard, context))
    }
}

impl Authentication {
    /// Refuses the caller whom `check` refuses, now or when it is known who calls.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) fn restricted(
        self,
        check: impl Fn(&Caller) -> Result<(), Refusal> + Send + 'static,
    ) -> Result<Self, Refusal> {
        match self {
            Self::Known(caller) => {
                check(&caller)?;
                Ok(Self::Known(caller))
            }
            Self::Waiting(Pending::Entity {
                caller,
                answer,
                verdict,
            }) => {
                check(&caller)?;
                Ok(Self::Waiting(Pending::Entity {
                    caller,
                    answer,
                    verdict,
                }))
            }
            Self::Waiting(Pending::Elsewhere(verification)) => {
                Ok(Self::Waiting(Pending::Elsewhere(Box::pin(async move {
                    let caller = verification.await?;
                    check(&caller).map(|()| caller)
                }))))
            }
        }
    }
}
