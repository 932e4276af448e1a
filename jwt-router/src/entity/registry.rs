use std::{fmt, marker::PhantomData, sync::Arc};

use crate::{
    bounded,
    entity::{
        Entity, EntityRef, EntityStore,
        loading::{Loading, NotLoaded, VersionToMatch, bounded_load, of_version},
    },
    jwt::claims::{TableIndex, Tables},
};

/// An [`EntityStore`] with its entity type erased, so that one list can hold the stores of all entity types.
trait ErasedStore: Send + Sync {
    /// Starts to load the entity with this key, which is JSON text, and to compare `version` with the entity's.
    /// Returns `None` if `key` is not of the entity's key type.
    fn load(&self, key: &str, version: VersionToMatch<&str>) -> Option<Loading>;
}

struct TypedStore<E, S> {
    store: Arc<S>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity, S: EntityStore<E>> ErasedStore for TypedStore<E, S> {
    fn load(&self, key: &str, version: VersionToMatch<&str>) -> Option<Loading> {
        let key: E::Key = serde_json::from_str(key).ok()?;
        let version = version.of::<E>();
        match bounded::call(|| {
            let found = self.store.load_now(&key)?;
            let loaded = of_version(found, |entity| *entity.key() == key, &version);
            // The version may have changed since the store took the entity into memory: `load_if` decides.
            let is_final = !matches!(loaded, Err(NotLoaded::OldVersion));
            is_final.then_some(loaded)
        }) {
            Err(panicked) => return Some(Loading::Ready(Err(panicked.into()))),
            Ok(Some(found)) => return Some(Loading::Ready(found)),
            Ok(None) => {}
        }
        let store = Arc::clone(&self.store);
        let limit = store.time_limit();
        let version = version.into_owned();
        Some(Loading::Pending(bounded_load(limit, move || async move {
            let found = store.load_if(&key, |entity| version.is_of(entity)).await;
            let found = found.map(|found| found.map(Arc::new));
            of_version(found, |entity| *entity.key() == key, &version)
        })))
    }
}

/// One entity type of the application, and the store that loads its entities. It may have no store if all routes for
/// it are `claims_only`.
#[derive(Clone)]
pub(crate) struct EntityTable {
    pub(crate) entity: EntityRef,
    store: Option<Arc<dyn ErasedStore>>,
}

impl EntityTable {
    /// Starts to load the entity with this key, which is JSON text, and to compare `version` with the entity's.
    /// Returns `None` if `key` is not of the entity's key type, or the table has no store.
    pub(super) fn load(&self, key: &str, version: VersionToMatch<&str>) -> Option<Loading> {
        self.store.as_ref()?.load(key, version)
    }

    /// Starts to load the entity with this key, like [`load`](Self::load), but compares no version, because the key
    /// does not come from a token of this application.
    #[allow(
        dead_code,
        reason = "only other issuers' tokens and the matrix call it, which are features"
    )]
    pub(crate) fn find(&self, key: &str) -> Option<Loading> {
        self.load(key, VersionToMatch::NotCompared)
    }

    fn has_store(&self) -> bool {
        self.store.is_some()
    }
}

/// The entity types whose tokens an application accepts, each with its store.
#[derive(Clone, Default)]
pub(crate) struct EntityRegistry {
    tables: Vec<EntityTable>,
}

impl EntityRegistry {
    pub(crate) fn add<E: Entity>(&mut self, store: impl EntityStore<E>) {
        self.tables.push(EntityTable {
            entity: EntityRef::of::<E>(),
            store: Some(Arc::new(TypedStore {
                store: Arc::new(store),
                entity: PhantomData,
            })),
        });
    }

    /// Adds an entity type without a store. Routes for it have to be `claims_only`.
    pub(crate) fn add_unloaded(&mut self, entity: EntityRef) {
        self.tables.push(EntityTable {
            entity,
            store: None,
        });
    }

    pub(crate) fn tables(&self) -> &[EntityTable] {
        &self.tables
    }

    pub(crate) fn get(&self, index: TableIndex) -> Option<&EntityTable> {
        self.tables.get(index.get())
    }

    /// Returns whether the tokens of any entity type have a version.
    pub(crate) fn has_versions(&self) -> bool {
        let mut tables = self.tables.iter();
        tables.any(|known| known.entity.has_token_version())
    }

    /// Returns whether any entity type has a store.
    pub(crate) fn has_stores(&self) -> bool {
        self.tables.iter().any(EntityTable::has_store)
    }

    pub(crate) fn has_store(&self, entity: EntityRef) -> bool {
        let table = self.position(entity).and_then(|index| self.get(index));
        table.is_some_and(EntityTable::has_store)
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
