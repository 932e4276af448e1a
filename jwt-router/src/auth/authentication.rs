//! The result of authentication while the caller's entity is still being loaded.

use std::{
    future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use super::{Refusal, RouteGuard, authorize::ClaimsVerdict};
use crate::entity::{Caller, LoadFuture};

/// The result of authentication: a caller, or a future that resolves to one.
pub(crate) enum Authentication {
    Known(Caller),
    Waiting(Pending),
}

/// The operation that a request waits for before its caller is known.
pub(crate) enum Pending {
    /// The store loads the caller's entity; the future `answer` resolves to the result.
    Entity {
        caller: Caller,
        answer: LoadFuture,
        verdict: ClaimsVerdict,
    },
    /// A third party, the token's issuer or a login provider, is awaited first, and then the entity; or the store of
    /// sessions, where no entity is loaded.
    Elsewhere(Pin<Box<dyn Future<Output = Result<Caller, Refusal>> + Send>>),
}

impl Pending {
    /// Polls for the caller. It must not be called again after it has returned `Ready`.
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

    /// Returns a future that resolves to the caller, or to a refusal.
    ///
    /// This is not an `async fn`, because its future would store `self` twice: as the captured argument, and as
    /// a local. Every request that waits for its entity would pay for both.
    pub(crate) fn settled(
        mut self,
        guard: &RouteGuard,
    ) -> impl Future<Output = Result<Caller, Refusal>> + Send {
        future::poll_fn(move |context| self.poll(guard, context))
    }
}

impl Authentication {
    /// Refuses the caller if `check` does: now if `self` has the caller, and otherwise when its future has resolved.
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
