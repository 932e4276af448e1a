use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Arc, PoisonError, RwLock},
};

use crate::entity::{Entity, EntityStore, StoreError};

/// Entities in a map, for tests, examples and small fixed sets of users.
///
/// Clones share their entities.
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
/// users.remove(&2);
/// assert_eq!(users.len(), 1);
/// ```
pub struct MemoryStore<E: Entity> {
    entities: Arc<RwLock<HashMap<E::Key, E>>>,
    fields: Vec<Field<E>>,
}

/// A field that entities are found by.
struct Field<E> {
    name: &'static str,
    has_value: fn(&E, &str) -> bool,
}

impl<E> Clone for Field<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Field<E> {}

impl<E: Entity> MemoryStore<E>
where
    E::Key: Eq + Hash,
{
    /// A store of these entities.
    pub fn new(entities: impl IntoIterator<Item = E>) -> Self {
        let entities = entities
            .into_iter()
            .map(|entity| (entity.key().clone(), entity))
            .collect();
        Self {
            entities: Arc::new(RwLock::new(entities)),
            fields: Vec::new(),
        }
    }

    /// Finds entities by this field too, for [`EntityStore::load_by`]: the closure says whether an
    /// entity has the value.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{MemoryStore, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64, email: String }
    /// let ann = User { id: 1, email: "ann@gmail.com".to_owned() };
    /// let users = MemoryStore::new([ann]).findable_by("email", |user, email| user.email == email);
    /// ```
    #[must_use]
    pub fn findable_by(mut self, name: &'static str, has_value: fn(&E, &str) -> bool) -> Self {
        self.fields.push(Field { name, has_value });
        self
    }

    /// Adds an entity, and returns the one that had its key.
    pub fn insert(&self, entity: E) -> Option<E> {
        let mut entities = self
            .entities
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        entities.insert(entity.key().clone(), entity)
    }

    /// Removes the entity of this key, and returns it.
    pub fn remove(&self, key: &E::Key) -> Option<E> {
        let mut entities = self
            .entities
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        entities.remove(key)
    }

    /// The entity of this key.
    #[must_use]
    pub fn get(&self, key: &E::Key) -> Option<E> {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        entities.get(key).cloned()
    }

    /// How many entities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        entities.len()
    }

    /// Whether there is no entity.
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

    async fn load_by(&self, field: &str, value: &str) -> Result<Option<E>, StoreError> {
        let known = self.fields.iter().find(|known| known.name == field);
        let has_value = known
            .ok_or_else(|| StoreError::new(format!("no entity is findable by `{field}`")))?
            .has_value;
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        let mut found = entities.values().filter(|entity| has_value(entity, value));
        let first = found.next().cloned();
        match found.next() {
            None => Ok(first),
            Some(_) => Err(StoreError::new(format!("two entities have one `{field}`"))),
        }
    }

    fn cannot_find_by(&self, field: &str) -> Option<String> {
        let is_known = self.fields.iter().any(|known| known.name == field);
        (!is_known).then(|| {
            format!("call `.findable_by({field:?}, |entity, value| ..)` on its `MemoryStore`")
        })
    }

    fn load_now(&self, key: &E::Key) -> Option<Result<Option<E>, StoreError>> {
        Some(Ok(self.get(key)))
    }
}

impl<E: Entity> Clone for MemoryStore<E> {
    fn clone(&self) -> Self {
        Self {
            entities: Arc::clone(&self.entities),
            fields: self.fields.clone(),
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
