//! Combines a field of an entity with the store that finds entities by that field.

use std::{any::Any, fmt, future, sync::Arc};

use crate::entity::{
    Entity, EntityField, FindBy,
    loading::{LoadFuture, NotLoaded, bounded_load, checked},
};

/// A function that returns whether an entity of an erased type has this value in the field.
type Has = dyn Fn(&(dyn Any + Send + Sync), &str) -> bool + Send + Sync;

/// Finds entities of one type by the value of one field, such as the e-mail address, in a store whose type is erased.
#[derive(Clone)]
pub(crate) struct Finder {
    field: String,
    find: Arc<dyn Fn(String) -> LoadFuture + Send + Sync>,
    has: Arc<Has>,
}

impl Finder {
    pub(crate) fn new<E: Entity>(field: EntityField<E>, store: Arc<impl FindBy<E>>) -> Self {
        let name = field.name().to_owned();
        let limit = store.time_limit();
        let known = field.clone();
        let has = move |entity: &(dyn Any + Send + Sync), value: &str| {
            let entity: Option<&E> = entity.downcast_ref();
            entity.is_some_and(|entity| known.value(entity) == value)
        };
        let find = move |value: String| -> LoadFuture {
            let (field, store) = (field.clone(), Arc::clone(&store));
            bounded_load(limit, move || async move {
                let found = store.find_by(&field, &value).await;
                checked(found, |entity| field.value(entity) == value)
            })
        };
        Self {
            field: name,
            find: Arc::new(find),
            has: Arc::new(has),
        }
    }

    /// Returns whether the entity has this value in the field. An empty value identifies no entity.
    pub(crate) fn has(&self, entity: &(dyn Any + Send + Sync), value: &str) -> bool {
        !value.is_empty() && (self.has)(entity, value)
    }

    /// Returns whether the entity has an empty value in the field; `false` for an entity of another type.
    #[cfg(feature = "google")]
    pub(crate) fn has_empty(&self, entity: &(dyn Any + Send + Sync)) -> bool {
        (self.has)(entity, "")
    }

    /// Starts to find the entity whose field has this value.
    ///
    /// For an empty value, the result is `Missing`, so that a token with an empty claim does not match an entity whose
    /// field is empty.
    pub(crate) fn find(&self, value: String) -> LoadFuture {
        if value.is_empty() {
            return Box::pin(future::ready(Err(NotLoaded::Missing)));
        }
        (self.find)(value)
    }
}

impl fmt::Debug for Finder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finder")
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}
