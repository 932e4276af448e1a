use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use crate::entity::{Caller, CallerEntity, G, g::HeldEntity};

/// A future that resolves when a caller may no longer use the route, so that a handler can then close an open stream.
/// [`G::until_end`] and [`Ticket::until_end`] return it.
///
/// The future contains neither the entity nor a lock. It must be polled in a tokio runtime with a timer, such as that
/// of `#[tokio::main]`. A future that is dropped makes no further look-ups in the stores.
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

/// The reason why a caller may no longer use a route: the output of [`UntilEnd`].
///
/// `Display` formats the reason as a sentence that can be shown to the client, for example in the close frame of a
/// WebSocket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ended {
    /// The token has expired.
    Expired,
    /// The session of the token has ended: by a logout, by the reuse of a refresh token, at its maximum age, or because
    /// it was not refreshed in time.
    SessionEnded,
    /// The [version](crate::Entity::token_version) of the entity's tokens has changed.
    OldVersion,
    /// The store no longer has the entity.
    NoSuchEntity,
    /// It is unknown whether the session and the entity still exist: a store failed twice in a row, or the claims of
    /// the token do not identify the session or the entity.
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

/// Checks again and again whether a caller may still use a route. The guard of the route implements this trait,
/// because this module cannot depend on the guard's module, `auth`.
pub(crate) trait Watching: Send + Sync {
    /// Returns a future that resolves when `caller` may no longer use the route. `key` is the key of the caller's
    /// entity as JSON; `None` if it is not known.
    fn watch(self: Arc<Self>, caller: &Caller, key: Option<String>) -> UntilEnd;

    /// Returns the address of the settings of the application to which the route belongs. It identifies the
    /// application.
    fn application(&self) -> *const ();
}

impl<E> G<E> {
    /// Returns whether the application whose settings have this address let the caller in.
    pub(crate) fn is_of(&self, application: *const ()) -> bool {
        std::ptr::eq(self.guard.application(), application)
    }
}

impl<E: CallerEntity> G<E> {
    /// Returns the key of the caller's entity as JSON; `None` if no entity is loaded and the kept claims do not contain
    /// the key.
    pub(crate) fn key_json(&self) -> Option<String> {
        match &self.entity {
            HeldEntity::Loaded(entity) => self.caller.table.key_json(&**entity),
            HeldEntity::Constant(_) => self.caller.key_json(),
        }
    }
}
