//! Requests whose guard has started, but whose handler is not called yet.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::request::Parts;

use crate::{
    auth::{Authentication, Head, Pending, Privacy, RouteGuard},
    endpoint::Admitted,
    rejection::{RefusalObserver, Rejection},
};

/// A request that the guard has started to check and not refused. It is admitted, or it waits for its caller,
/// such as for the store to load the entity.
pub struct Entering(pub(super) Stage);

/// Whether the request is admitted or waits for its caller.
pub(super) enum Stage {
    Admitted(Admitted),
    Waiting(Waiting),
}

impl Entering {
    /// Authenticates and authorizes the request as far as possible without waiting.
    ///
    /// # Errors
    ///
    /// Returns the rejection of a request that can be refused without waiting.
    pub(super) fn begin(guard: &Arc<RouteGuard>, head: Head<'_>) -> Result<Self, Rejection> {
        let begun = guard
            .authenticate(head)
            .map_err(|refusal| guard.reject(refusal, head.observer()))?;
        let privacy = Privacy::of(guard, head);
        let guard = Arc::clone(guard);
        Ok(match begun {
            Authentication::Known(caller) => Admitted::of(guard, caller, privacy).into(),
            Authentication::Waiting(pending) => Self(Stage::Waiting(Waiting {
                pending,
                guard,
                privacy,
                observer: head.observer().cloned(),
            })),
        })
    }

    /// Waits for the caller, and inserts the admitted request into the extensions of `parts`, where extractors
    /// look for the caller.
    ///
    /// It returns a reference, so that the admitted request is not moved out of the future that contains it.
    pub(super) async fn admitted<'e>(
        &'e mut self,
        parts: &mut Parts,
    ) -> Result<&'e mut Admitted, Rejection> {
        loop {
            match self.0 {
                Stage::Admitted(ref mut admitted) => {
                    admitted.share_in(parts);
                    return Ok(admitted);
                }
                Stage::Waiting(ref mut waiting) => self.0 = Stage::Admitted(waiting.await?),
            }
        }
    }
}

impl From<Admitted> for Entering {
    fn from(admitted: Admitted) -> Self {
        Self(Stage::Admitted(admitted))
    }
}

/// The future of a request that waits for its caller, for example for the store to load the entity.
///
/// It is hand-written, because the future of an `async fn` would contain its argument twice: as captured, and
/// as the local to which it is moved. Every request would allocate both.
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

impl fmt::Debug for Entering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entering")
    }
}
