use std::{sync::Arc, time::Duration};

use crate::entity::{Entity, EntityField, EntityStore, FindBy, StoreError};

/// A store, or a closure that loads entities, with a time limit other than the default of five seconds.
///
/// When a call of the store exceeds the limit, the response is 503 and the reason is logged.
///
/// The limit uses tokio's timer, which `#[tokio::main]` enables. In a runtime that was built without `enable_time`, no
/// limit applies.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use jwt_router::{JwtRoutes, Secret, TimeLimited, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let load = |id: i64| async move { Ok::<_, std::io::Error>(Some(User { id })) };
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(TimeLimited::new(load, Duration::from_millis(500)))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TimeLimited<S> {
    store: S,
    limit: Duration,
}

impl<S> TimeLimited<S> {
    /// Wraps `store`, and limits the time that a call of it may take.
    ///
    /// With a limit of zero, a load succeeds only if its future is ready when it is first polled.
    pub const fn new(store: S, limit: Duration) -> Self {
        Self { store, limit }
    }
}

impl<E: Entity, S: EntityStore<E>> EntityStore<E> for TimeLimited<S> {
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        self.store.load(key).await
    }

    fn load_now(&self, key: &E::Key) -> Option<Result<Option<Arc<E>>, StoreError>> {
        self.store.load_now(key)
    }

    async fn load_if(
        &self,
        key: &E::Key,
        accepts: impl Fn(&E) -> bool + Send + Sync,
    ) -> Result<Option<E>, StoreError> {
        self.store.load_if(key, accepts).await
    }

    fn time_limit(&self) -> Duration {
        self.limit
    }

    fn problems(&self) -> Vec<String> {
        self.store.problems()
    }
}

impl<E: Entity, S: FindBy<E>> FindBy<E> for TimeLimited<S> {
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        self.store.find_by(field, value).await
    }

    fn time_limit(&self) -> Duration {
        self.limit
    }
}
