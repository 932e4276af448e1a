//! Entities: the trait of the types that tokens identify, the stores that load them, and `G`, the argument by
//! which handlers take them.

mod caller;
mod entity_ref;
mod find_by;
#[cfg(feature = "jwks")]
mod finder;
mod g;
mod loading;
#[cfg(feature = "jwks")]
mod lookup;
mod memory;
mod origin;
mod registry;
mod store;
mod time_limited;

pub use entity_ref::EntityRef;
pub use find_by::{EntityField, FindBy};
pub use g::{AnyEntity, CallerEntity, G};
pub use memory::MemoryStore;
pub use store::{EntityStore, StoreError};
pub use time_limited::TimeLimited;

pub(crate) use caller::Caller;
pub use caller::ClaimsError;
#[cfg(feature = "jwks")]
pub(crate) use finder::Finder;
pub(crate) use loading::{LoadFuture, LoadResult, Loaded, Loading, NotLoaded};
#[cfg(feature = "google")]
pub(crate) use loading::{bounded_load, checked};
#[cfg(feature = "jwks")]
pub(crate) use lookup::Lookup;
pub(crate) use origin::TokenOrigin;
pub(crate) use registry::EntityRegistry;

use serde::{Serialize, de::DeserializeOwned};

/// A type that tokens identify: a row of a table, by its key.
///
/// The attribute [`#[entity(table = "..", key = "..")]`](macro@crate::entity) implements this trait. A token of
/// the entity has two claims for it, which flask-jwt-router writes too: `table_name` with the table, and a claim
/// with the name and the value of the key.
///
/// # Examples
///
/// ```
/// use jwt_router::{Entity, entity};
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone)]
/// struct User { user_id: i64 }
///
/// assert_eq!((User::TABLE, User::KEY), ("users", "user_id"));
/// assert_eq!(User { user_id: 42 }.key(), &42);
/// assert!(!User { user_id: 42 }.has_role("admin"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "no token identifies this type",
    note = "put `#[entity(table = \"..\", key = \"..\")]` on `{Self}`",
    note = "a caller, `g: G<E>`, is none: `update_token(&g)` renews its token"
)]
pub trait Entity: Clone + Send + Sync + 'static {
    /// The table: the value of the claim `table_name`.
    const TABLE: &'static str;
    /// The name of the claim that holds the key, which is the name of the key's field.
    const KEY: &'static str;
    /// The key's type. A key is compared exactly: the string `"1"` is not the number 1, and the guard refuses an
    /// entity that a store returns for another key.
    type Key: Clone + DeserializeOwned + PartialEq + Send + Serialize + Sync + 'static;

    /// Whether the entity has its roles itself (`roles = ..` in its attribute); `false` by default, and then a
    /// role is read from the token.
    const HAS_ROLES: bool = false;

    /// Returns the key of this entity.
    fn key(&self) -> &Self::Key;

    /// Returns whether the entity has this role; `false` by default.
    fn has_role(&self, _role: &str) -> bool {
        false
    }
}
