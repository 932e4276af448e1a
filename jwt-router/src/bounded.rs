//! Limits the time of application code that the guard calls, such as stores and predicates, and catches its
//! panics.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use pin_project_lite::pin_project;
use tokio::{
    runtime::Handle,
    task::unconstrained,
    time::{Sleep, sleep},
};

/// The default time limit for one call of application code, such as a store or a predicate.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The reason why a call of application code has no result.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum Overrun {
    #[error("it did not answer within {0:?}")]
    TimedOut(Duration),
    /// The code panicked. The panic's message is not kept, because the application's panic hook has printed it
    /// already.
    #[error("it panicked")]
    Panicked,
}

/// Calls application code, and catches a panic, which would otherwise end the connection without a response.
pub(crate) fn call<T>(code: impl FnOnce() -> T) -> Result<T, Overrun> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|_| Overrun::Panicked)
}

pin_project! {
    /// A future of application code with a time limit. A panic in it becomes an error.
    ///
    /// The timer starts when the first poll of the future returns `Pending`. A future that is ready at the first poll
    /// needs no timer.
    pub(crate) struct Bounded<F> {
        #[pin]
        future: F,
        limit: Duration,
        #[pin]
        timer: Timer,
    }
}

pin_project! {
    #[project = TimerProjection]
    enum Timer {
        NotYet,
        Running { #[pin] sleep: Sleep },
        // The future does not run in a tokio runtime with a timer.
        Impossible,
    }
}

impl<F> Bounded<F> {
    pub(crate) const fn new(limit: Duration, future: F) -> Self {
        Self {
            future,
            limit,
            timer: Timer::NotYet,
        }
    }
}

impl<F: Future> Future for Bounded<F> {
    type Output = Result<F::Output, Overrun>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        match call(|| this.future.poll(context)) {
            Err(panicked) => return Poll::Ready(Err(panicked)),
            Ok(Poll::Ready(output)) => return Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => {}
        }
        if matches!(*this.timer, Timer::NotYet) {
            this.timer.set(Timer::start(*this.limit));
        }
        match this.timer.project() {
            // A timer waits if the task has used up its cooperative budget. `future` may have used it up at every poll,
            // so that the timer would never end.
            TimerProjection::Running { sleep } => pin!(unconstrained(sleep))
                .poll(context)
                .map(|()| Err(Overrun::TimedOut(*this.limit))),
            TimerProjection::NotYet | TimerProjection::Impossible => Poll::Pending,
        }
    }
}

impl Timer {
    fn start(limit: Duration) -> Self {
        // `sleep` panics outside of a runtime, and in one that was built without `enable_time`.
        let sleep = Handle::try_current()
            .ok()
            .and_then(|_| call(|| sleep(limit)).ok());
        match sleep {
            Some(sleep) => Self::Running { sleep },
            None => Self::Impossible,
        }
    }
}
