//! The result of a store, bounded in time and compared with the key or value that the guard searched for.

use std::{any::Any, pin::Pin, sync::Arc, time::Duration};

use crate::{
    bounded::{Bounded, Overrun},
    entity::{Entity, StoreError},
};

/// A loaded entity with its type erased; a reader downcasts it.
pub(crate) type Loaded = Arc<dyn Any + Send + Sync>;

/// The result of a search for one entity.
pub(crate) type LoadResult = Result<Loaded, NotLoaded>;

/// The boxed future of a search for one entity.
pub(crate) type LoadFuture = Pin<Box<dyn Future<Output = LoadResult> + Send>>;

/// The reason why a search returned no entity.
#[derive(Debug)]
pub(crate) enum NotLoaded {
    /// The store has no such entity.
    Missing,
    /// The store returned an entity with another key, or with another value in the field.
    ///
    /// A database compares by its own rules: `MARY` equals `mary` under a collation that ignores case, and
    /// `"07"` equals 7 in a column of numbers. The guard compares bytes, so that a token never identifies an
    /// entity that is equal only by the database's rules.
    OtherEntity,
    /// The store failed.
    Store(StoreError),
}

/// A search that has finished without waiting, or has to be awaited.
pub(crate) enum Loading {
    Ready(LoadResult),
    Pending(LoadFuture),
}

/// Erases the type of the entity that a store returned, and rejects an entity for which `is_expected` is `false`.
pub(crate) fn checked<E: Entity>(
    found: Result<Option<E>, StoreError>,
    is_expected: impl FnOnce(&E) -> bool,
) -> LoadResult {
    match found {
        Err(error) => Err(NotLoaded::Store(error)),
        Ok(None) => Err(NotLoaded::Missing),
        Ok(Some(entity)) if is_expected(&entity) => Ok(Arc::new(entity)),
        Ok(Some(_)) => Err(NotLoaded::OtherEntity),
    }
}

/// Boxes a store's future with a time limit; a timeout and a panic become [`NotLoaded::Store`].
pub(crate) fn bounded_load(
    limit: Duration,
    load: impl Future<Output = LoadResult> + Send + 'static,
) -> LoadFuture {
    let bounded = Bounded::new(limit, load);
    Box::pin(async move { bounded.await.unwrap_or_else(|overrun| Err(overrun.into())) })
}

impl From<Overrun> for NotLoaded {
    fn from(overrun: Overrun) -> Self {
        Self::Store(StoreError::overrun(overrun))
    }
}
