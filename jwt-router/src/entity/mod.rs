//! Who a token stands for: the trait, where entities come from, and how handlers take them.

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
pub use g::{AnyEntity, G, Identity};
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

/// What a token stands for: a row of a table, named by its key.
///
/// Implemented by [`#[entity(table = "..", key = "..")]`](macro@crate::entity). A token of the
/// entity has the claims `table_name`, and the key under its own name, as flask-jwt-router has
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an entity",
    label = "no token can stand for this type",
    note = "put `#[entity(table = \"..\", key = \"..\")]` on `{Self}`",
    note = "a caller, `g: G<E>`, is none: `update_token(&g)` renews its token"
)]
pub trait Entity: Clone + Send + Sync + 'static {
    /// The table, as the claim `table_name` has it.
    const TABLE: &'static str;
    /// The name of the claim that holds the key, which is the name of the key's field.
    const KEY: &'static str;
    /// The key's type. It is matched exactly: a string is never taken for a number, and an entity that a store
    /// returns for a key has to have that key itself.
    type Key: Clone + DeserializeOwned + PartialEq + Send + Serialize + Sync + 'static;

    /// Whether the entity says itself which roles it has: `roles = ..` in its attribute.
    const HAS_ROLES: bool = false;

    /// This entity's key.
    fn key(&self) -> &Self::Key;

    /// Whether the entity has this role.
    fn has_role(&self, _role: &str) -> bool {
        false
    }
}
