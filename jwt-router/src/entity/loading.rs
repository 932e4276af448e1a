//! The result of loading an entity from a store. The load is limited in time, and its result is checked against the
//! key or the value of the field that was searched for.

use std::{
    any::Any,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use pin_project_lite::pin_project;

use crate::{
    bounded::{Bounded, Overrun},
    entity::{Entity, StoreError},
    jwt::claims::ClaimedVersion,
};

/// A loaded entity whose type is erased; a reader downcasts it.
pub(crate) type Loaded = Arc<dyn Any + Send + Sync>;

/// The result of searching a store for one entity.
pub(crate) type LoadResult = Result<Loaded, NotLoaded>;

/// The boxed future of searching a store for one entity.
pub(crate) type LoadFuture = Pin<Box<dyn Future<Output = LoadResult> + Send>>;

/// The reason why loading the caller's entity failed.
#[derive(Clone, Debug)]
pub(crate) enum NotLoaded {
    /// The store has no entity with this key, or with this value in the field.
    Missing,
    /// The store returned an entity with another key, or with another value in the field.
    ///
    /// A database compares by its own rules: `MARY` equals `mary` under a collation that ignores case, and `"07"`
    /// equals 7 in a column of numbers. The guard compares exactly, so that a token never identifies an entity that is
    /// equal only by the database's rules.
    OtherEntity,
    /// The token has another version than the entity's tokens have now, because the token was minted before the
    /// version changed.
    OldVersion,
    /// The session of the token has ended.
    SessionEnded,
    /// The store of sessions has an earlier refresh token of the session than the one that was presented.
    StoreBehind,
    /// The link can be used once, and was used before.
    LinkSpent,
    /// The ticket was used before.
    TicketSpent,
    /// The store returned an error, exceeded its time limit, or panicked.
    Store(StoreError),
}

/// A search in a store: its result, if it finished without waiting, or the future of the result.
pub(crate) enum Loading {
    Ready(LoadResult),
    Pending(LoadFuture),
}

impl Loading {
    /// Waits for the result.
    pub(crate) async fn finished(self) -> LoadResult {
        match self {
            Self::Ready(found) => found,
            Self::Pending(answer) => answer.await,
        }
    }
}

/// The version that a token claims, which has to equal the version of its entity.
#[derive(Clone, Copy)]
pub(super) enum VersionToMatch<T> {
    /// The claim `token_version` of an own token; `None` if the token lacks the claim.
    Claimed(Option<ClaimedVersion<T>>),
    /// The entity's key is from elsewhere, such as another issuer's token, and no version is compared.
    NotCompared,
}

impl VersionToMatch<&str> {
    /// Returns [`NotCompared`](Self::NotCompared) if the entity type `E` has no version.
    pub(super) const fn of<E: Entity>(self) -> Self {
        if E::HAS_TOKEN_VERSION {
            self
        } else {
            Self::NotCompared
        }
    }

    /// Copies the version out of the token.
    pub(super) fn into_owned(self) -> VersionToMatch<Box<str>> {
        match self {
            Self::Claimed(claimed) => {
                VersionToMatch::Claimed(claimed.map(ClaimedVersion::into_owned))
            }
            Self::NotCompared => VersionToMatch::NotCompared,
        }
    }
}

impl<T: AsRef<str>> VersionToMatch<T> {
    /// Returns whether `entity` accepts a token with this version.
    pub(super) fn is_of<E: Entity>(&self, entity: &E) -> bool {
        match self {
            Self::Claimed(claimed) => {
                let current = entity.token_version();
                current.is_some_and(|current| current.is_of(claimed.as_ref()))
            }
            Self::NotCompared => true,
        }
    }
}

/// Erases the type of the entity that a store returned. Returns [`NotLoaded::OtherEntity`] if `is_expected` returns
/// `false` for the entity.
#[allow(
    dead_code,
    reason = "only lookups by a field and hooks call it, which are features"
)]
pub(crate) fn checked<E: Entity>(
    found: Result<Option<E>, StoreError>,
    is_expected: impl FnOnce(&E) -> bool,
) -> LoadResult {
    let found = found.map(|found| found.map(Arc::new));
    of_version(found, is_expected, &VersionToMatch::<&str>::NotCompared)
}

/// Does the same as [`checked`], and returns [`NotLoaded::OldVersion`] if the entity's tokens have another version
/// than the token.
pub(super) fn of_version<E: Entity, T: AsRef<str>>(
    found: Result<Option<Arc<E>>, StoreError>,
    is_expected: impl FnOnce(&E) -> bool,
    version: &VersionToMatch<T>,
) -> LoadResult {
    match found {
        Err(error) => Err(NotLoaded::Store(error)),
        Ok(None) => Err(NotLoaded::Missing),
        Ok(Some(entity)) if !is_expected(&entity) => Err(NotLoaded::OtherEntity),
        Ok(Some(entity)) if version.is_of(&*entity) => Ok(entity),
        Ok(Some(_)) => Err(NotLoaded::OldVersion),
    }
}

/// Boxes the future that `load` creates, and limits the time that it may take. A timeout or a panic becomes
/// [`NotLoaded::Store`].
///
/// `load` only creates an `async` block. The application's code is called when the block is polled, so that its panics
/// are caught.
///
/// The future of a database driver has several kilobytes. `Box::pin` would create it on the stack, and then copy it as a
/// whole, as it would a future that is passed as an argument. Into a box that exists already, the compiler writes only
/// the part that is initialized.
pub(crate) fn bounded_load<F>(limit: Duration, load: impl FnOnce() -> F) -> LoadFuture
where
    F: Future<Output = LoadResult> + Send + 'static,
{
    let load = Box::write(
        Box::new_uninit(),
        BoundedLoad {
            bounded: Bounded::new(limit, load()),
        },
    );
    Box::into_pin(load)
}

pin_project! {
    /// The future of a load with a time limit.
    struct BoundedLoad<F> {
        #[pin]
        bounded: Bounded<F>,
    }
}

impl<F: Future<Output = LoadResult>> Future for BoundedLoad<F> {
    type Output = LoadResult;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<LoadResult> {
        let loaded = ready!(self.project().bounded.poll(context));
        Poll::Ready(loaded.unwrap_or_else(|overrun| Err(overrun.into())))
    }
}

impl From<Overrun> for NotLoaded {
    fn from(overrun: Overrun) -> Self {
        Self::Store(StoreError::overrun(overrun))
    }
}

#[cfg(test)]
mod tests;
