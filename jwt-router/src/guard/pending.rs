//! Callers of whom something is still to be said.

use std::{
    future::poll_fn,
    task::{Context, Poll, ready},
};

use super::{RouteGuard, refusal::Refusal, requirements::Lack};
use crate::entity::{Answer, Caller};

/// What is still to be said of a caller, and what is said then of the route's demands.
pub(super) struct Pending {
    coming: Coming,
    lack: Lack,
}

enum Coming {
    /// By the store: the entity.
    Entity(Answer),
    /// By a strategy's provider, and then by the store: whether the token is good, and whose.
    #[cfg(feature = "google")]
    Strategy {
        answer: crate::oauth::google::Identifying,
        /// Whether the route wants the entity itself.
        is_loaded: bool,
    },
}

impl Pending {
    /// The entity's store is asked.
    pub(super) fn entity(answer: Answer, lack: Lack) -> Self {
        Self {
            coming: Coming::Entity(answer),
            lack,
        }
    }

    /// A strategy's provider is asked.
    #[cfg(feature = "google")]
    pub(super) fn strategy(
        answer: crate::oauth::google::Identifying,
        is_loaded: bool,
        lack: Lack,
    ) -> Self {
        Self {
            coming: Coming::Strategy { answer, is_loaded },
            lack,
        }
    }

    /// Tells the caller what was said, once it is, and lets it in if the route's demands are met.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        guard: &RouteGuard,
        caller: &mut Caller,
    ) -> Poll<Result<(), Refusal>> {
        let said = match &mut self.coming {
            Coming::Entity(answer) => caller.settle(ready!(answer.as_mut().poll(context))),
            #[cfg(feature = "google")]
            Coming::Strategy { answer, is_loaded } => {
                let said = ready!(answer.as_mut().poll(context));
                caller.stand(said, *is_loaded)
            }
        };
        Poll::Ready(said.and_then(|()| guard.check(self.lack, caller)))
    }

    /// Waits until it is said.
    pub(super) async fn settle(
        mut self,
        guard: &RouteGuard,
        caller: &mut Caller,
    ) -> Result<(), Refusal> {
        poll_fn(|context| self.poll(context, guard, caller)).await
    }
}
