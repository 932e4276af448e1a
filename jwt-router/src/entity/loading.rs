//! The result of loading an entity from a store. It is limited in time, and checked against the key or value
//! that was searched for.

use std::{any::Any, pin::Pin, sync::Arc, time::Duration};

use crate::{
    bounded::{Bounded, Overrun},
    entity::{Entity, StoreError},
};

/// A loaded entity of an erased type, which a reader has to downcast.
pub(crate) type Loaded = Arc<dyn Any + Send + Sync>;

/// The result of searching a store for one entity.
pub(crate) type LoadResult = Result<Loaded, NotLoaded>;

/// The boxed future of searching a store for one entity.
pub(crate) type LoadFuture = Pin<Box<dyn Future<Output = LoadResult> + Send>>;

/// The reason why a search in a store returned no entity.
#[derive(Debug)]
pub(crate) enum NotLoaded {
    /// The store has no entity with this key, or with this value in the field.
    Missing,
    /// The store returned an entity with another key, or with another value in the field.
    ///
    /// A database compares by its own rules: `MARY` equals `mary` under a collation that ignores case, and
    /// `"07"` equals 7 in a column of numbers. The guard compares bytes, so that a token never identifies an
    /// entity that is equal only by the database's rules.
    OtherEntity,
    /// The store returned an error, exceeded its time limit, or panicked.
    Store(StoreError),
}

/// A search in a store: its result, if it finished without waiting, or the future of the result.
pub(crate) enum Loading {
    Ready(LoadResult),
    Pending(LoadFuture),
}

/// Erases the type of the entity that a store returned. If `is_expected` returns `false` for the entity,
/// returns an error.
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

/// Boxes the future of a store, and limits its time. A timeout or a panic becomes [`NotLoaded::Store`].
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
