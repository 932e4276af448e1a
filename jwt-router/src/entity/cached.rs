use std::{fmt, hash::Hash, sync::Arc, time::Duration};

use quick_cache::sync::Cache;
use tokio::time::Instant;

use crate::{
    duration::Period,
    entity::{Entity, EntityField, EntityStore, FindBy, StoreError},
};

/// The longest time for which an entity may be kept.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// The largest number of entities that may be kept.
const LARGEST: usize = 10_000_000;

/// A store that keeps the entities of another store in memory for a time. [`EntityStore::cached`] creates it.
///
/// Clones share the kept entities. A handler that changes a user calls [`invalidate`](Self::invalidate) on a clone.
///
/// # How old an entity can be
///
/// A change in the database, such as a deletion, takes effect after the time `ttl` at the latest, because a request
/// uses the result of a load only if the request begins at most `ttl` after the load began. If the program calls
/// `invalidate` after it has committed the change, the next request already sees the change, because the result of a
/// load that began before the call is not kept. The call affects only this process; other processes see the change
/// after `ttl`.
///
/// If the version of a token (`token_version`) differs from that of the entity in memory, the entity is loaded again,
/// and the token is refused only if the versions still differ. All processes therefore accept tokens of a new version
/// at once, and a process refuses the older tokens after it has loaded the new version. A request with a refused token
/// costs one load, as it does without a cache.
///
/// # What is kept
///
/// Only entities that exist are kept. If a load finds no entity or fails, the next request with the same key starts
/// another load, so that a new user can log in at once. At most one load for a key runs at a time; other requests with
/// the same key wait for its result, each within its own time limit. A call of [`FindBy`] always reaches the store.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityStore, JwtRoutes, Secret, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let load = |id: i64| async move { Ok::<_, std::io::Error>(Some(User { id })) };
/// let users = load.cached("10s", 10_000);
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(users.clone())
///     .build()?;
/// // Where a user is changed:
/// users.invalidate(&42);
/// // Where all of them are, as by an import:
/// users.invalidate_all();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Cached<E: Entity, S> {
    shared: Arc<Shared<E, S>>,
}

struct Shared<E: Entity, S> {
    store: S,
    entities: Cache<E::Key, Kept<E>>,
    ttl: Duration,
    capacity: usize,
    /// The problem of a `ttl` that is a text and not a duration.
    problems: Vec<String>,
}

/// A kept entity, which requests share.
struct Kept<E> {
    entity: Arc<E>,
    /// When its load began.
    loaded_at: Instant,
    /// The time from which on no request may begin with it.
    until: Instant,
}

impl<E> Kept<E> {
    /// Returns whether a request that began at this time may use the entity.
    ///
    /// A request that has waited for the load uses its result even if the load took longer than `ttl`. Otherwise, the
    /// requests that wait for a slow store would load one after the other.
    fn is_for(&self, began: Instant, accepts: impl Fn(&E) -> bool) -> bool {
        let is_new = began <= self.loaded_at;
        is_new || (began < self.until && accepts(&self.entity))
    }
}

impl<E> Clone for Kept<E> {
    fn clone(&self) -> Self {
        Self {
            entity: Arc::clone(&self.entity),
            loaded_at: self.loaded_at,
            until: self.until,
        }
    }
}

impl<E: Entity, S> Cached<E, S>
where
    E::Key: Eq + Hash,
{
    pub(super) fn new(store: S, ttl: &Period, capacity: usize) -> Self {
        let mut problems = Vec::new();
        // An invalid `ttl` ends before the entity could be used.
        let ttl = ttl.or_problem("cached", &mut problems).unwrap_or_default();
        let shared = Shared {
            store,
            entities: Cache::new(capacity.min(LARGEST)),
            ttl,
            capacity,
            problems,
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Removes the entity with this key from memory, so that the next request loads it from the store.
    ///
    /// The result of a load that began before the call goes to the requests that wait for it, but is not kept.
    pub fn invalidate(&self, key: &E::Key) {
        self.shared.entities.remove(key);
    }

    /// Removes all entities from memory.
    pub fn invalidate_all(&self) {
        self.shared.entities.clear();
    }

    fn own_problems(&self) -> Vec<String> {
        let mut problems = self.shared.problems.clone();
        let (ttl, capacity) = (self.shared.ttl, self.shared.capacity);
        if problems.is_empty() && (ttl.is_zero() || ttl > LONGEST) {
            problems.push(format!(
                "`.cached(..)` keeps an entity for {ttl:?}: write more than zero and at most an hour"
            ));
        }
        if capacity == 0 || capacity > LARGEST {
            problems.push(format!(
                "`.cached(..)` keeps {capacity} entities: write at least 1 and at most {LARGEST}"
            ));
        }
        problems
    }
}

impl<E: Entity, S: EntityStore<E>> EntityStore<E> for Cached<E, S>
where
    E::Key: Eq + Hash,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        self.load_if(key, |_| true).await
    }

    async fn load_if(
        &self,
        key: &E::Key,
        accepts: impl Fn(&E) -> bool + Send + Sync,
    ) -> Result<Option<E>, StoreError> {
        let Shared {
            store,
            entities,
            ttl,
            ..
        } = &*self.shared;
        let began = Instant::now();
        loop {
            let place = match entities.get_value_or_guard_async(key).await {
                Ok(kept) if kept.is_for(began, &accepts) => {
                    return Ok(Some(Arc::unwrap_or_clone(kept.entity)));
                }
                Ok(old) => {
                    entities.remove_if(key, |kept| Arc::ptr_eq(&kept.entity, &old.entity));
                    continue;
                }
                Err(place) => place,
            };
            let loaded_at = Instant::now();
            // On an error, this place is dropped, and the next waiting request gets the place.
            let found = store.load(key).await?;
            // An entity with another key is not kept, so that the guard refuses it again at every request.
            if let Some(entity) = found.clone().filter(|entity| entity.key() == key) {
                // After a call of `invalidate`, the place no longer exists, and the entity is not kept.
                let entity = Arc::new(entity);
                drop(place.insert(Kept {
                    entity,
                    loaded_at,
                    until: loaded_at + *ttl,
                }));
            }
            return Ok(found);
        }
    }

    fn load_now(&self, key: &E::Key) -> Option<Result<Option<Arc<E>>, StoreError>> {
        let kept = self.shared.entities.get(key)?;
        (Instant::now() < kept.until).then_some(Ok(Some(kept.entity)))
    }

    fn time_limit(&self) -> Duration {
        self.shared.store.time_limit()
    }

    fn problems(&self) -> Vec<String> {
        let mut problems = self.own_problems();
        problems.extend(self.shared.store.problems());
        problems
    }
}

impl<E: Entity, S: FindBy<E>> FindBy<E> for Cached<E, S> {
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        self.shared.store.find_by(field, value).await
    }

    fn time_limit(&self) -> Duration {
        self.shared.store.time_limit()
    }
}

impl<E: Entity, S> Clone for Cached<E, S> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<E: Entity, S: fmt::Debug> fmt::Debug for Cached<E, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached")
            .field("store", &self.shared.store)
            .field("ttl", &self.shared.ttl)
            .field("capacity", &self.shared.capacity)
            .finish_non_exhaustive()
    }
}
