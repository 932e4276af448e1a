//! The result of authentication: a caller, or a future if the guard waits for a store, an issuer or a provider.

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

/// An unfinished operation that a request waits for before its caller is known.
pub(crate) enum Pending {
    /// The future `answer` loads the caller's entity. If necessary, it also checks that the session of the token is
    /// active, or marks a token for one use as used.
    Entity {
        caller: Caller,
        answer: LoadFuture,
        verdict: ClaimsVerdict,
    },
    /// The future waits for the token's issuer or a login provider, and then for the entity. For an own token on a
    /// `claims_only` route, which loads no entity, the future only waits for the store of sessions, to check that the
    /// token's session is active.
    Elsewhere(Pin<Box<dyn Future<Output = Result<Caller, Refusal>> + Send>>),
}

impl Pending {
    /// Polls for the caller. The method must not be called again after it has returned `Ready`.
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
    /// This is not an `async fn`, because the future of an `async fn` would store `self` twice: as the captured
    /// argument, and as a local variable. Every request that waits for its entity would allocate memory for both.
    pub(crate) fn settled(
        mut self,
        guard: &RouteGuard,
    ) -> impl Future<Output = Result<Caller, Refusal>> + Send {
        future::poll_fn(move |context| self.poll(guard, context))
    }
}

impl Authentication {
    /// Adds a check of the caller, which may refuse the request. The check runs immediately if the [`Caller`] exists
    /// already, even if its entity is still being loaded, and otherwise when the future of [`Pending::Elsewhere`] has
    /// resolved.
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
