use std::{error, fmt, time::Duration};

use crate::{
    bounded::{Overrun, TIME_LIMIT},
    entity::Entity,
};

/// Where entities come from.
///
/// Implemented by [`MemoryStore`](crate::MemoryStore), by `SqlxStore` (feature `sqlx-sqlite`),
/// and by every closure that takes the key and returns a future of `Result<Option<E>, _>`.
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
    note = "give a store, or a closure that takes the key by value, such as `|id: i64| async move {{ Ok::<_, sqlx::Error>(Some(user)) }}`"
)]
pub trait EntityStore<E: Entity>: Send + Sync + 'static {
    /// Loads the entity of this key; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When the store cannot answer. The request is then answered with 503, and the error is
    /// logged: it is never taken for a missing entity.
    fn load(&self, key: &E::Key) -> impl Future<Output = Result<Option<E>, StoreError>> + Send;

    /// The answer of [`load`](Self::load) where it is at hand, without waiting.
    ///
    /// `None`, the default, means that `load` must be asked. Stores in memory answer here, which
    /// saves the request a boxed future.
    fn load_now(&self, key: &E::Key) -> Option<Result<Option<E>, StoreError>> {
        let _ = key;
        None
    }

    /// Returns how long the store may take to answer; five seconds by default.
    ///
    /// A request whose store takes longer is answered with 503. [`TimeLimited`](crate::TimeLimited) sets
    /// another limit for a store or a closure.
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

/// An entity store that could not answer: it failed, took too long, or panicked.
#[derive(Debug)]
pub struct StoreError {
    fault: StoreFault,
}

#[derive(Debug)]
enum StoreFault {
    Failed(Box<dyn error::Error + Send + Sync>),
    Overrun(Overrun),
}

impl StoreError {
    /// Wraps the store's own error, or a text.
    pub fn new(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self {
            fault: StoreFault::Failed(source.into()),
        }
    }

    pub(crate) const fn overrun(overrun: Overrun) -> Self {
        Self {
            fault: StoreFault::Overrun(overrun),
        }
    }

    /// Returns whether the store panicked, which is a mistake in the program and not an outage.
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
