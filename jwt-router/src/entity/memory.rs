use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};

use crate::entity::{Entity, EntityField, EntityStore, FindBy, StoreError};

/// A store that keeps its entities in a map, for tests, examples and small fixed sets of users.
///
/// Clones share one map.
///
/// # Examples
///
/// ```
/// use jwt_router::{MemoryStore, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let users = MemoryStore::new([User { id: 1 }, User { id: 2 }]);
/// users.insert(User { id: 3 });
/// users.remove(&2);
/// assert_eq!(users.len(), 2);
/// assert!(users.get(&2).is_none() && !users.is_empty());
/// ```
pub struct MemoryStore<E: Entity> {
    /// The entities by their keys, each behind an `Arc`, which the guard shares instead of cloning the entity for each
    /// request.
    entities: Arc<RwLock<HashMap<E::Key, Arc<E>>>>,
}

impl<E: Entity> MemoryStore<E>
where
    E::Key: Eq + Hash,
{
    /// Creates a store with these entities. If two have the same key, the store keeps the last one.
    pub fn new(entities: impl IntoIterator<Item = E>) -> Self {
        let entities = entities
            .into_iter()
            .map(|entity| (entity.key().clone(), Arc::new(entity)))
            .collect();
        Self {
            entities: Arc::new(RwLock::new(entities)),
        }
    }

    /// Inserts an entity, and returns the previous entity with the same key, if there was one.
    pub fn insert(&self, entity: E) -> Option<E> {
        let mut entities = self
            .entities
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let previous = entities.insert(entity.key().clone(), Arc::new(entity));
        previous.map(Arc::unwrap_or_clone)
    }

    /// Removes the entity with this key, and returns it if it existed.
    pub fn remove(&self, key: &E::Key) -> Option<E> {
        let mut entities = self
            .entities
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        entities.remove(key).map(Arc::unwrap_or_clone)
    }

    /// Returns a clone of the entity with this key, if it exists.
    #[must_use]
    pub fn get(&self, key: &E::Key) -> Option<E> {
        self.shared(key).map(Arc::unwrap_or_clone)
    }

    fn shared(&self, key: &E::Key) -> Option<Arc<E>> {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        entities.get(key).cloned()
    }

    /// Returns the number of entities.
    #[must_use]
    pub fn len(&self) -> usize {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        entities.len()
    }

    /// Returns whether the store has no entities.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<E: Entity> EntityStore<E> for MemoryStore<E>
where
    E::Key: Eq + Hash,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        Ok(self.get(key))
    }

    fn load_now(&self, key: &E::Key) -> Option<Result<Option<Arc<E>>, StoreError>> {
        Some(Ok(self.shared(key)))
    }
}

impl<E: Entity> FindBy<E> for MemoryStore<E>
where
    E::Key: Eq + Hash,
{
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        let mut found = entities
            .values()
            .filter(|entity| field.value(entity) == value);
        let first = found.next().map(|entity| E::clone(entity));
        match found.next() {
            None => Ok(first),
            Some(_) => Err(StoreError::new(format!(
                "two entities have one `{}`",
                field.name()
            ))),
        }
    }
}

impl<E: Entity> Clone for MemoryStore<E> {
    fn clone(&self) -> Self {
        Self {
            entities: Arc::clone(&self.entities),
        }
    }
}

impl<E: Entity> fmt::Debug for MemoryStore<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
