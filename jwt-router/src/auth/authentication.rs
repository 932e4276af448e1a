//! The state of a request between verified credentials and a loaded caller.

use std::{
    future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::{Refusal, RouteGuard, authorize::ClaimsVerdict};
use crate::entity::{Caller, LoadFuture};

/// The result of authentication: a known caller, or a future that resolves to one.
pub(crate) enum Authentication {
    Known(Caller),
    Waiting(Pending),
}

/// The event that a request waits for before its caller is known.
pub(crate) enum Pending {
    /// The store that loads the caller's entity; `answer` resolves to its result.
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
    /// Polls for the caller, and must not be called again once it has returned `Ready`.
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
    /// This is not an `async fn`: the future of one stores an argument that it moves twice, once as captured
    /// and once as a local, and each admitted request that waits would pay for both.
    pub(crate) fn settled(
        mut self,
        guard: &RouteGuard,
    ) -> impl Future<Output = Result<Caller, Refusal>> + Send {
        future::poll_fn(move |context| self.poll(guard, context))
    }
}

impl Authentication {
    /// Applies `check` to the caller: at once where the caller is known, else when the wait is over.
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
