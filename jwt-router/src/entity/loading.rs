//! The answer of a store, bounded in time and checked against what was asked for.

use std::{any::Any, pin::Pin, sync::Arc, time::Duration};

use crate::{
    bounded::{Bounded, Overrun},
    entity::{Entity, StoreError},
};

/// An entity whose type only its reader knows.
pub(crate) type Loaded = Arc<dyn Any + Send + Sync>;

/// The result of looking for one entity.
pub(crate) type LoadResult = Result<Loaded, NotLoaded>;

/// The future of a result.
pub(crate) type LoadFuture = Pin<Box<dyn Future<Output = LoadResult> + Send>>;

/// Why there is no entity.
#[derive(Debug)]
pub(crate) enum NotLoaded {
    /// The store has no such entity.
    Missing,
    /// The store returned an entity with another key, or with another value in the field.
    ///
    /// A database compares by its own rules: `MARY` is `mary` under a collation that ignores case, and
    /// `"07"` is 7 in a column of numbers. A token never stands for an entity that only the database takes
    /// for the same.
    OtherEntity,
    /// The store failed.
    Store(StoreError),
}

/// An entity that is on its way, or already here.
pub(crate) enum Loading {
    Ready(LoadResult),
    Pending(LoadFuture),
}

/// Erases the type of what a store answered, and refuses an entity that is not the one asked for.
pub(crate) fn checked<E: Entity>(
    answer: Result<Option<E>, StoreError>,
    is_asked_for: impl FnOnce(&E) -> bool,
) -> LoadResult {
    match answer {
        Err(error) => Err(NotLoaded::Store(error)),
        Ok(None) => Err(NotLoaded::Missing),
        Ok(Some(entity)) if is_asked_for(&entity) => Ok(Arc::new(entity)),
        Ok(Some(_)) => Err(NotLoaded::OtherEntity),
    }
}

/// Bounds the future of a store.
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
