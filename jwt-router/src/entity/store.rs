use std::{error, fmt, sync::Arc, time::Duration};

use crate::{
    bounded::{Overrun, TIME_LIMIT},
    entity::Entity,
};

/// Loads entities by their key, for example from a database.
///
/// [`MemoryStore`](crate::MemoryStore), `SqlxStore` (features `sqlx-sqlite`, `sqlx-postgres`, `sqlx-mysql`) and
/// `SeaOrmStore` (feature `sea-orm`) implement this trait. So does every closure that takes the key by value and
/// returns a future of `Result<Option<E>, _>`. The guide [`databases`](crate::guide::databases) has examples.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, Secret, entity};
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone)]
/// struct User { user_id: i64 }
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(|user_id: i64| async move {
///         Ok::<_, std::io::Error>((user_id == 1).then_some(User { user_id }))
///     })
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not load `{E}`",
    label = "not an `EntityStore<{E}>`",
    note = "a pool of sqlx is not a store: write `SqlxStore::new(pool)`, with the feature of `jwt-router` for the database",
    note = "a connection of sea-orm is not a store: write `SeaOrmStore::new(db)`, with the feature `sea-orm` of `jwt-router`",
    note = "a closure takes the key by value, such as `|id: i64| async move {{ Ok::<_, sqlx::Error>(Some(user)) }}`"
)]
pub trait EntityStore<E: Entity>: Send + Sync + 'static {
    /// Loads the entity with this key; returns `None` when it does not exist.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The guard then logs the error and responds with 503, and not with 401 as
    /// for a missing entity.
    fn load(&self, key: &E::Key) -> impl Future<Output = Result<Option<E>, StoreError>> + Send;

    /// Returns the result of [`load`](Self::load) if it is available without waiting; `None` by default.
    ///
    /// If this method returns `None`, or an entity with another version than the token, the guard calls
    /// [`load_if`](Self::load_if). A store in memory returns its result here, which saves
    /// one boxed future for each request. The entity is not cloned: the `G<E>` of every request shares it with the
    /// store. If the entity has interior mutability, such as a mutex, a change through one `G<E>` is visible to the
    /// store and all other requests.
    fn load_now(&self, key: &E::Key) -> Option<Result<Option<Arc<E>>, StoreError>> {
        let _ = key;
        None
    }

    /// Loads the entity with this key. A store that keeps entities in memory may return a kept entity only if `accepts`
    /// returns `true` for the entity. By default, this method calls [`load`](Self::load).
    ///
    /// The guard calls this method instead of `load`, and `accepts` compares the entity's version with that of the
    /// token. Otherwise, a token with a new version would be refused while the kept entity has the old version.
    /// Implement this method for a store that keeps the entities of another store, as [`Cached`](crate::Cached) does.
    /// A store that wraps another store has to forward the call, as in this example.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{EntityStore, StoreError, entity};
    ///
    /// #[entity(table = "users", token_version = Self::version)]
    /// #[derive(Clone)]
    /// struct User { id: i64, version: i64 }
    ///
    /// # impl User { fn version(&self) -> i64 { self.version } }
    /// /// Counts the loads of a store.
    /// struct Counted<S> { store: S }
    ///
    /// impl<S: EntityStore<User>> EntityStore<User> for Counted<S> {
    ///     async fn load(&self, key: &i64) -> Result<Option<User>, StoreError> {
    ///         // .. count ..
    ///         self.store.load(key).await
    ///     }
    ///
    ///     async fn load_if(
    ///         &self,
    ///         key: &i64,
    ///         accepts: impl Fn(&User) -> bool + Send + Sync,
    ///     ) -> Result<Option<User>, StoreError> {
    ///         // .. count ..
    ///         self.store.load_if(key, accepts).await
    ///     }
    /// }
    /// ```
    fn load_if(
        &self,
        key: &E::Key,
        accepts: impl Fn(&E) -> bool + Send + Sync,
    ) -> impl Future<Output = Result<Option<E>, StoreError>> + Send {
        drop(accepts);
        self.load(key)
    }

    /// Returns the time limit for a call of [`load`](Self::load); five seconds by default.
    ///
    /// If a call takes longer, the response is 503. [`TimeLimited`](crate::TimeLimited) sets another limit for
    /// a store or a closure.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
    }

    /// Returns the mistakes in the store's own configuration, each with the change to make; none by default.
    ///
    /// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) calls this method once, and reports each mistake as
    /// a [`ConfigProblem::Store`](crate::ConfigProblem::Store). The method is not async, so it can report only
    /// mistakes that it finds without a query to the database.
    fn problems(&self) -> Vec<String> {
        Vec::new()
    }

    /// Wraps the store into one that keeps loaded entities in memory for the time `ttl`, such as `10s`, and at most
    /// `capacity` of them; feature `cache`.
    ///
    /// For up to `ttl`, the guard may accept a user who was deleted or has lost a role, unless the program calls
    /// [`invalidate`](crate::Cached::invalidate). [`Cached`](crate::Cached) has the details and an example.
    ///
    /// A `ttl` of zero or of more than an hour, and a `capacity` of zero or of more than ten million, are errors of
    /// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build). The cache is split into parts by the hash of the
    /// key, so fewer than `capacity` entities are kept if one part is full before the others.
    #[cfg(feature = "cache")]
    fn cached(
        self,
        ttl: impl Into<crate::duration::Period>,
        capacity: usize,
    ) -> crate::entity::Cached<E, Self>
    where
        Self: Sized,
        E::Key: Eq + std::hash::Hash,
    {
        crate::entity::Cached::new(self, &ttl.into(), capacity)
    }
}

#[diagnostic::do_not_recommend]
impl<E, F, Fut, Error> EntityStore<E> for F
where
    E: Entity,
    F: Fn(E::Key) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<Option<E>, Error>> + Send,
    Error: Into<Box<dyn error::Error + Send + Sync>>,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        self(key.clone()).await.map_err(StoreError::new)
    }
}

/// The error of an [`EntityStore`] that failed, exceeded its time limit, or panicked.
#[derive(Clone, Debug)]
pub struct StoreError {
    fault: StoreFault,
}

#[derive(Clone, Debug)]
enum StoreFault {
    /// The error is in an `Arc`, because requests that wait for the same creation of an entity share it.
    Failed(Arc<dyn error::Error + Send + Sync>),
    Overrun(Overrun),
}

impl StoreError {
    /// Creates the error of a store from another error or a text.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::StoreError;
    ///
    /// let error = StoreError::new("connection refused");
    /// assert_eq!(error.to_string(), "the store did not answer: connection refused");
    /// ```
    pub fn new(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self {
            fault: StoreFault::Failed(Arc::from(source.into())),
        }
    }

    pub(crate) const fn overrun(overrun: Overrun) -> Self {
        Self {
            fault: StoreFault::Overrun(overrun),
        }
    }

    /// Returns whether the store panicked. A panic is a bug in the program and not an outage, so the response is
    /// 500 and not 503.
    pub(crate) const fn is_panic(&self) -> bool {
        matches!(self.fault, StoreFault::Overrun(Overrun::Panicked))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            StoreFault::Failed(source) => write!(f, "the store did not answer: {source}"),
            StoreFault::Overrun(Overrun::TimedOut(limit)) => {
                write!(f, "the store did not answer within {limit:?}")
            }
            StoreFault::Overrun(Overrun::Panicked) => f.write_str("the store panicked"),
        }
    }
}

impl error::Error for StoreError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match &self.fault {
            StoreFault::Failed(source) => Some(&**source),
            StoreFault::Overrun(_) => None,
        }
    }
}
