use std::{borrow::Cow, fmt, time::Duration};

use crate::{
    bounded::TIME_LIMIT,
    entity::{Entity, StoreError},
};

/// A store that finds entities by a field other than their key.
///
/// `GoogleBuilder::entity` uses this trait to find the user of a login by e-mail address, and `OidcIssuer::entity_by`
/// to find the entity that another issuer's token names. [`MemoryStore`](crate::MemoryStore), `SqlxStore` and
/// `SeaOrmStore` implement the trait. A closure that loads entities by their key does not, because it cannot search by
/// another field.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, FindBy, StoreError, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// #[derive(Clone)]
/// struct Directory;
///
/// impl Directory {
///     async fn by_email(&self, email: &str) -> Result<Option<User>, std::io::Error> {
///         // .. send a request to another service ..
/// #       Ok(Some(User { id: 1, email: email.to_owned() }))
///     }
/// }
///
/// impl FindBy<User> for Directory {
///     async fn find_by(
///         &self,
///         field: &EntityField<User>,
///         value: &str,
///     ) -> Result<Option<User>, StoreError> {
///         match field.name() {
///             "email" => self.by_email(value).await.map_err(StoreError::new),
///             other => Err(StoreError::new(format!("the directory has no `{other}`"))),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not find `{E}` by a field",
    label = "not a `FindBy<{E}>`",
    note = "give a clone of the store that loads `{E}`, or implement `FindBy<{E}>`; a closure over the key finds nothing by another field",
    note = "a pool of sqlx is not a store: write `SqlxStore::new(pool)`, with the feature of `jwt-router` for the database",
    note = "a connection of sea-orm is not a store: write `SeaOrmStore::new(db)`, with the feature `sea-orm` of `jwt-router`"
)]
pub trait FindBy<E: Entity>: Send + Sync + 'static {
    /// Finds the entity whose `field` has this value; returns `None` when no entity has this value.
    ///
    /// The guard compares the value that the returned entity has in the field with `value`, byte by byte, and
    /// refuses the request when they differ.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails, or when two entities have the value. The guard then logs the error and
    /// responds with 503.
    fn find_by(
        &self,
        field: &EntityField<E>,
        value: &str,
    ) -> impl Future<Output = Result<Option<E>, StoreError>> + Send;

    /// Returns the time limit for a call of [`find_by`](Self::find_by); five seconds by default.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
    }
}

/// A text field that identifies an entity in its table. It consists of the field's name in the store, and a function
/// that returns the field's value in an entity.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String, google: Option<String> }
///
/// let email = EntityField::new("email", |user: &User| &user.email);
/// // The guard never searches for an empty text, so this field finds no user without an account number.
/// let google = EntityField::new("google", |user: &User| user.google.as_deref().unwrap_or_default());
/// # let ann = User { id: 1, email: "ann@gmail.com".to_owned(), google: None };
/// assert_eq!(email.name(), "email");
/// assert_eq!(email.value(&ann), "ann@gmail.com");
/// # assert_eq!(google.value(&ann), "");
/// ```
pub struct EntityField<E> {
    name: Cow<'static, str>,
    value: fn(&E) -> &str,
}

impl<E> EntityField<E> {
    /// Creates a field from its name in the store (the column, in a database) and a function that returns the field's
    /// value in an entity.
    pub fn new(name: impl Into<Cow<'static, str>>, value: fn(&E) -> &str) -> Self {
        Self {
            name: name.into(),
            value,
        }
    }

    /// Returns the name of the field in the store.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value of the field in `entity`.
    #[must_use]
    pub fn value<'e>(&self, entity: &'e E) -> &'e str {
        (self.value)(entity)
    }
}

impl<E> Clone for EntityField<E> {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            value: self.value,
        }
    }
}

impl<E> fmt::Debug for EntityField<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityField")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
