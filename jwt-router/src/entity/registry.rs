use std::{any::Any, fmt, marker::PhantomData, pin::Pin, sync::Arc};

use crate::{
    entity::{Entity, EntityRef, EntityStore, StoreError},
    jwt::claims::{TableIndex, Tables},
};

/// An entity whose type only its reader knows.
pub(crate) type Loaded = Arc<dyn Any + Send + Sync>;

/// What a store will say.
pub(crate) type Answer = Pin<Box<dyn Future<Output = Result<Option<Loaded>, StoreError>> + Send>>;

/// An entity that is on its way, or already here.
pub(crate) enum Loading {
    Ready(Result<Option<Loaded>, StoreError>),
    Pending(Answer),
}

/// A store behind its entity's type.
trait ErasedStore: Send + Sync {
    /// Begins to load; `None` when the JSON text is not a key of this entity.
    fn load(&self, key: &str) -> Option<Loading>;

    /// Begins to load the entity whose field has this value.
    #[cfg(feature = "jwks")]
    fn load_by(&self, field: String, value: String) -> Loading;

    /// Why that could never find one.
    #[cfg(feature = "jwks")]
    fn cannot_find_by(&self, field: &str) -> Option<String>;
}

struct TypedStore<E, S> {
    store: Arc<S>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity, S: EntityStore<E>> ErasedStore for TypedStore<E, S> {
    fn load(&self, key: &str) -> Option<Loading> {
        let key: E::Key = serde_json::from_str(key).ok()?;
        if let Some(answer) = self.store.load_now(&key) {
            return Some(Loading::Ready(answer.map(erase)));
        }
        let store = Arc::clone(&self.store);
        Some(Loading::Pending(Box::pin(async move {
            store.load(&key).await.map(erase)
        })))
    }

    #[cfg(feature = "jwks")]
    fn load_by(&self, field: String, value: String) -> Loading {
        let store = Arc::clone(&self.store);
        Loading::Pending(Box::pin(async move {
            store.load_by(&field, &value).await.map(erase)
        }))
    }

    #[cfg(feature = "jwks")]
    fn cannot_find_by(&self, field: &str) -> Option<String> {
        self.store.cannot_find_by(field)
    }
}

/// Takes the type off.
pub(crate) fn erase<E: Entity>(entity: Option<E>) -> Option<Loaded> {
    let entity: Loaded = Arc::new(entity?);
    Some(entity)
}

/// One table: its entity, and the store if there is one.
#[derive(Clone)]
pub(crate) struct Registered {
    pub(crate) entity: EntityRef,
    store: Option<Arc<dyn ErasedStore>>,
}

impl Registered {
    /// Begins to load the entity of this key; `None` when it cannot be a key, or when nothing
    /// loads this entity.
    pub(crate) fn load(&self, key: &str) -> Option<Loading> {
        self.store.as_ref()?.load(key)
    }

    /// Begins to load the entity whose field has this value; `None` when nothing loads this entity.
    #[cfg(feature = "jwks")]
    pub(crate) fn load_by(&self, field: String, value: String) -> Option<Loading> {
        Some(self.store.as_ref()?.load_by(field, value))
    }

    fn has_store(&self) -> bool {
        self.store.is_some()
    }
}

/// The tables whose tokens an application knows.
#[derive(Clone, Default)]
pub(crate) struct EntityRegistry {
    tables: Vec<Registered>,
}

impl EntityRegistry {
    pub(crate) fn add<E: Entity>(&mut self, store: impl EntityStore<E>) {
        self.tables.push(Registered {
            entity: EntityRef::of::<E>(),
            store: Some(Arc::new(TypedStore {
                store: Arc::new(store),
                entity: PhantomData,
            })),
        });
    }

    /// Makes an entity known of which only the claims are read.
    pub(crate) fn add_unloaded(&mut self, entity: EntityRef) {
        self.tables.push(Registered {
            entity,
            store: None,
        });
    }

    pub(crate) fn tables(&self) -> &[Registered] {
        &self.tables
    }

    pub(crate) fn get(&self, index: TableIndex) -> Option<&Registered> {
        self.tables.get(index.get())
    }

    /// Whether an entity of any table can be loaded.
    pub(crate) fn has_stores(&self) -> bool {
        self.tables.iter().any(Registered::has_store)
    }

    pub(crate) fn has_store(&self, entity: EntityRef) -> bool {
        let table = self.position(entity).and_then(|index| self.get(index));
        table.is_some_and(Registered::has_store)
    }

    /// Why an entity of this type could never be found by this field; `None` where it has no store,
    /// which is another problem.
    #[cfg(feature = "jwks")]
    pub(crate) fn cannot_find_by(&self, entity: EntityRef, field: &str) -> Option<String> {
        let table = self.position(entity).and_then(|index| self.get(index))?;
        let reason = table.store.as_ref()?.cannot_find_by(field)?;
        let name = entity.type_name();
        Some(format!(
            "no entity `{name}` can be found by `{field}`: {reason}"
        ))
    }

    pub(crate) fn position(&self, entity: EntityRef) -> Option<TableIndex> {
        let mut tables = self.tables.iter();
        tables
            .position(|known| known.entity.is_same(entity))
            .map(TableIndex::new)
    }
}

impl Tables for EntityRegistry {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        let mut tables = self.tables.iter().enumerate();
        let (index, known) = tables.find(|(_, known)| known.entity.table() == table)?;
        Some((TableIndex::new(index), known.entity.key()))
    }
}

impl fmt::Debug for EntityRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.tables.iter().map(|known| known.entity.table()))
            .finish()
    }
}
