use std::{error, fmt, sync::Arc, time::Duration};

use crate::{
    bounded::{Overrun, TIME_LIMIT},
    entity::Entity,
};

/// Loads entities by their key, for example from a database.
///
/// [`MemoryStore`](crate::MemoryStore) and `SqlxStore` (feature `sqlx-sqlite`) implement it. Every closure
/// implements it that takes the key by value and returns a future of `Result<Option<E>, _>`.
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
    note = "a closure takes the key by value, such as `|id: i64| async move {{ Ok::<_, sqlx::Error>(Some(user)) }}`"
)]
pub trait EntityStore<E: Entity>: Send + Sync + 'static {
    /// Loads the entity with this key; returns `None` when it does not exist.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The response is then 503 and the error is logged; it does not
    /// count as a missing entity, which is 401.
    fn load(&self, key: &E::Key) -> impl Future<Output = Result<Option<E>, StoreError>> + Send;

    /// Returns the result of [`load`](Self::load) if it is available without waiting; `None` by default.
    ///
    /// If it returns `None`, the guard calls `load`. A store in memory returns its result here, which saves one
    /// boxed future for each request.
    fn load_now(&self, key: &E::Key) -> Option<Result<Option<E>, StoreError>> {
        let _ = key;
        None
    }

    /// Returns the time limit for a call of [`load`](Self::load); five seconds by default.
    ///
    /// If a call takes longer, the response is 503. [`TimeLimited`](crate::TimeLimited) sets another limit for
    /// a store or a closure.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
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
    /// Requests that wait for one creation of an entity share its error.
    Failed(Arc<dyn error::Error + Send + Sync>),
    Overrun(Overrun),
}

impl StoreError {
    /// Creates an error of a store from another error or a text.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::StoreError;
    ///
    /// let error = StoreError::new("connection refused");
    /// assert_eq!(error.to_string(), "the entity store did not answer: connection refused");
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
            StoreFault::Failed(source) => write!(f, "the entity store did not answer: {source}"),
            StoreFault::Overrun(Overrun::TimedOut(limit)) => {
                write!(f, "the entity store did not answer within {limit:?}")
            }
            StoreFault::Overrun(Overrun::Panicked) => f.write_str("the entity store panicked"),
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
