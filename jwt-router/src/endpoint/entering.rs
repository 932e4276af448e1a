//! The futures of requests to protected routes, until their callers are known.

use std::{
    future::{self, Ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use crate::{
    auth::{Authentication, Head, Pending, Privacy, RouteGuard},
    endpoint::Admitted,
    rejection::{RefusalObserver, Rejection},
};

/// The future of a request that enters a protected route: finished at once, or waiting for the caller.
pub(super) enum Entering {
    Admitted(Ready<Admitted>),
    Waiting(Waiting),
}

impl Future for Entering {
    type Output = Result<Admitted, Rejection>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Admitted(admitted) => Pin::new(admitted).poll(context).map(Ok),
            Self::Waiting(waiting) => Pin::new(waiting).poll(context),
        }
    }
}

/// A request that waits for its caller, for example for the store to load the entity.
///
/// It is a hand-written future: the future of an `async fn` would hold its argument twice, as the captured
/// argument and as the local that it is moved to, in the allocation of every request.
pub(super) struct Waiting {
    pending: Pending,
    guard: Arc<RouteGuard>,
    privacy: Privacy,
    observer: Option<RefusalObserver>,
}

impl Future for Waiting {
    type Output = Result<Admitted, Rejection>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waiting = self.get_mut();
        let guard = &waiting.guard;
        Poll::Ready(match ready!(waiting.pending.poll(guard, context)) {
            Ok(caller) => Ok(Admitted::of(Arc::clone(guard), caller, waiting.privacy)),
            Err(refusal) => Err(guard.reject(refusal, waiting.observer.as_ref())),
        })
    }
}

impl Admitted {
    /// Starts to authenticate and authorize a request to a protected route.
    ///
    /// # Errors
    ///
    /// Returns the rejection, if it is known without waiting.
    pub(super) fn begin(guard: Arc<RouteGuard>, head: Head<'_>) -> Result<Entering, Rejection> {
        let begun = guard
            .authenticate(head)
            .map_err(|refusal| guard.reject(refusal, head.observer()))?;
        let privacy = Privacy::of(&guard, head);
        Ok(match begun {
            Authentication::Known(caller) => {
                Entering::Admitted(future::ready(Self::of(guard, caller, privacy)))
            }
            Authentication::Waiting(pending) => Entering::Waiting(Waiting {
                pending,
                guard,
                privacy,
                observer: head.observer().cloned(),
            }),
        })
    }
}
