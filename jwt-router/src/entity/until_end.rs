use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use crate::entity::Caller;

/// A future that ends with the right of a caller, so that a stream does not outlive it. [`G::until_end`] and
/// [`Ticket::until_end`] return it.
///
/// It holds neither the entity nor a lock. It must be polled in a tokio runtime with a timer, as every handler of axum
/// is. A future that is dropped asks no more.
///
/// [`G::until_end`]: crate::G::until_end
/// [`Ticket::until_end`]: crate::Ticket::until_end
#[must_use = "it does nothing unless it is awaited"]
pub struct UntilEnd(Pin<Box<dyn Future<Output = Ended> + Send>>);

impl UntilEnd {
    pub(crate) fn new(ending: impl Future<Output = Ended> + Send + 'static) -> Self {
        Self(Box::pin(ending))
    }
}

impl Future for UntilEnd {
    type Output = Ended;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Ended> {
        self.0.as_mut().poll(context)
    }
}

impl fmt::Debug for UntilEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UntilEnd")
    }
}

/// The reason why the right of a caller has ended: the output of [`UntilEnd`].
///
/// `Display` writes it as a sentence that a client may read, such as the reason of a close frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ended {
    /// The token has expired.
    Expired,
    /// The session of the token has ended: by a logout, by the reuse of a refresh token, or by its own time.
    SessionEnded,
    /// The entity has another [version](crate::Entity::token_version) of its tokens.
    OldVersion,
    /// The entity is gone.
    NoSuchEntity,
    /// A store failed twice in a row, so that it is unknown whether the session and the entity still exist.
    Unverified,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Expired => "the token has expired",
            Self::SessionEnded => "the session has ended",
            Self::OldVersion | Self::NoSuchEntity => "the token is no longer valid",
            Self::Unverified => "the token cannot be verified at the moment",
        })
    }
}

/// Watches over the right of a caller. The guard of a route does; it belongs to a room above this one.
pub(crate) trait Watching: Send + Sync {
    /// Returns a future that ends with the right of this caller, whose entity has this key as JSON.
    fn watch(self: Arc<Self>, caller: &Caller, key: Option<String>) -> UntilEnd;
}
