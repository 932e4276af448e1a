//! Requests whose guard has started, but whose handler is not called yet.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use http::request::Parts;

use crate::{
    auth::{Authentication, Head, Pending, Privacy, Refusal, RouteGuard},
    endpoint::Admitted,
    rejection::Rejection,
};

/// A request that the guard has started to check and not refused. The request is admitted, or it waits until its
/// caller is known, for example until the store has loaded the entity.
///
/// `A` is [`Admitted`], or [`Handing`](super::Handing), which adds the value that a predicate hands to the handler.
pub struct Entering<A = Admitted>(pub(super) Stage<A>);

/// Whether the request is admitted or waits for its caller.
pub(super) enum Stage<A> {
    Admitted(A),
    Waiting(Waiting),
}

impl<A: From<Admitted> + AsMut<Admitted>> Entering<A> {
    /// Authenticates and authorizes the request as far as possible without waiting.
    ///
    /// # Errors
    ///
    /// Returns the rejection of a request that can be refused without waiting.
    pub(super) fn begin(guard: &Arc<RouteGuard>, head: Head<'_>) -> Result<Self, Rejection> {
        let begun = match guard.authenticate(head) {
            Ok(begun) => begun,
            // Read where it is: a refusal that is moved right after it was written makes the processor wait.
            Err(ref refusal) => return Err(guard.reject(refusal, head)),
        };
        let privacy = Privacy::of(guard, head);
        let guard = Arc::clone(guard);
        Ok(match begun {
            Authentication::Known(caller) => {
                let admitted = Admitted::of(guard, caller, privacy);
                Self(Stage::Admitted(admitted.into()))
            }
            Authentication::Waiting(pending) => Self(Stage::Waiting(Waiting {
                pending,
                guard,
                privacy,
            })),
        })
    }

    /// Waits until the caller is known, and returns the admitted request, or a rejection if the guard refuses the
    /// caller. Prepares `parts` for the extractors of the arguments (see [`Admitted::enter`]).
    ///
    /// The method returns a reference, so that the admitted request is not moved out of the future that contains it.
    pub(super) async fn admitted<'e>(
        &'e mut self,
        parts: &mut Parts,
    ) -> Result<&'e mut A, Rejection> {
        loop {
            match self.0 {
                Stage::Admitted(ref mut admitted) => {
                    admitted.as_mut().enter(parts);
                    return Ok(admitted);
                }
                Stage::Waiting(ref mut waiting) => match (&mut *waiting).await {
                    Ok(admitted) => self.0 = Stage::Admitted(admitted.into()),
                    Err(refusal) => return Err(waiting.reject(&refusal, Head::from(&*parts))),
                },
            }
        }
    }
}

impl From<Admitted> for Entering {
    fn from(admitted: Admitted) -> Self {
        Self(Stage::Admitted(admitted))
    }
}

/// The future of a request that waits until its caller is known, for example until the store has loaded the entity.
///
/// The future is hand-written, because the future of an `async fn` would contain the argument twice: as captured, and
/// as the local variable to which it is moved. Every request would allocate memory for both.
pub(super) struct Waiting {
    pending: Pending,
    guard: Arc<RouteGuard>,
    privacy: Privacy,
}

impl Waiting {
    /// Logs the refusal of the request, and converts it into a response.
    pub(super) fn reject(&self, refusal: &Refusal, head: Head<'_>) -> Rejection {
        self.guard.reject(refusal, head)
    }
}

impl Future for Waiting {
    type Output = Result<Admitted, Refusal>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let waiting = self.get_mut();
        let guard = &waiting.guard;
        let caller = ready!(waiting.pending.poll(guard, context));
        Poll::Ready(caller.map(|caller| Admitted::of(Arc::clone(guard), caller, waiting.privacy)))
    }
}

impl<A> fmt::Debug for Entering<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entering")
    }
}
