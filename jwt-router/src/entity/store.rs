use std::{error, fmt};

use crate::entity::Entity;

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

    /// Loads the entity whose `field` has this value; `None` when there is none.
    ///
    /// Signing in with Google finds the user by e-mail with it, and the tokens of another issuer may
    /// name theirs by such a field.
    ///
    /// # Errors
    ///
    /// When the store cannot answer; by default always, because a closure over the key cannot.
    fn load_by(
        &self,
        field: &str,
        value: &str,
    ) -> impl Future<Output = Result<Option<E>, StoreError>> + Send {
        let _ = (field, value);
        async { Err(StoreError::new("this store finds entities by key only")) }
    }

    /// Why [`load_by`](Self::load_by) could never find an entity by this field, in words that say
    /// what to write; `None`, the default, where the store cannot tell beforehand.
    ///
    /// It is an error of [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) where a provider or an issuer
    /// finds its users by the field.
    fn cannot_find_by(&self, field: &str) -> Option<String> {
        let _ = field;
        None
    }

    /// The answer of [`load`](Self::load) where it is at hand, without waiting.
    ///
    /// `None`, the default, means that `load` must be asked. Stores in memory answer here, which
    /// saves the request a boxed future.
    fn load_now(&self, key: &E::Key) -> Option<Result<Option<E>, StoreError>> {
        let _ = key;
        None
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

    fn cannot_find_by(&self, _field: &str) -> Option<String> {
        Some("a closure finds entities by their key only: give it an `EntityStore` whose `load_by` does".to_owned())
    }
}

/// An entity store that could not answer.
#[derive(Debug)]
pub struct StoreError {
    source: Box<dyn error::Error + Send + Sync>,
}

impl StoreError {
    /// Wraps the store's own error, or a text.
    pub fn new(source: impl Into<Box<dyn error::Error + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the entity store did not answer: {}", self.source)
    }
}

impl error::Error for StoreError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&*self.source)
    }
}
