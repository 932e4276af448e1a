//! Entities: types of callers, such as users, that tokens identify by a key. This module also contains the stores that
//! load entities, and `G`, the argument by which handlers take the caller's entity.

#[cfg(feature = "cache")]
mod cached;
mod caller;
mod entity_ref;
mod find_by;
#[cfg(feature = "jwks")]
mod finder;
mod g;
mod link;
mod loading;
#[cfg(feature = "jwks")]
mod lookup;
mod memory;
mod minting;
#[cfg(feature = "jwks")]
mod number_key;
mod origin;
mod registry;
mod reload;
mod store;
mod ticket;
mod time_limited;
#[cfg(feature = "jwks")]
mod unknown;
mod until_end;

#[cfg(feature = "cache")]
pub use cached::Cached;
pub use entity_ref::EntityRef;
pub use find_by::{EntityField, FindBy};
pub use g::{AnyEntity, CallerEntity, G};
pub use link::Link;
pub use memory::MemoryStore;
pub use minting::MintedByKey;
pub use store::{EntityStore, StoreError};
pub use ticket::Ticket;
pub use time_limited::TimeLimited;
#[cfg(feature = "jwks")]
pub use unknown::IssuerClaims;
#[cfg(feature = "jwks")]
pub(crate) use unknown::{Newcomer, OnUnknown};
pub use until_end::{Ended, UntilEnd};

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
pub(crate) use registry::{EntityRegistry, EntityTable};
pub(crate) use reload::{ClaimTexts, Reload};
pub(crate) use until_end::Watching;

use serde::{Serialize, de::DeserializeOwned};

use crate::jwt::claims::TokenVersion;

/// A type of caller, such as a user, that tokens identify by a key. A value corresponds to a row of a table.
///
/// The attribute [`#[entity(table = "..", key = "..")]`](macro@crate::entity) implements this trait. A token
/// has two claims that identify its entity, which flask-jwt-router uses too: `table_name` with the table, and a
/// claim with the name and the value of the key.
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
    /// The name of the table, which is the value of the claim `table_name` in tokens.
    const TABLE: &'static str;
    /// The name of the field that is the entity's key, and of the claim that holds it.
    const KEY: &'static str;
    /// The key's type. Keys are compared exactly: the string `"1"` is not the number 1, and the guard refuses the
    /// request if a store returns an entity with another key than the requested one.
    type Key: Clone + DeserializeOwned + PartialEq + Send + Serialize + Sync + 'static;

    /// Whether the attribute of the entity type has `roles = ..`; `false` by default. If `false`, the guard reads the
    /// caller's roles from the token.
    const HAS_ROLES: bool = false;

    /// Whether the tokens of the entity type have a version, because its attribute has `token_version = ..`; `false`
    /// by default.
    const HAS_TOKEN_VERSION: bool = false;

    /// Returns the key of this entity, by which tokens identify it.
    fn key(&self) -> &Self::Key;

    /// Returns whether the entity has this role; `false` by default.
    fn has_role(&self, _role: &str) -> bool {
        false
    }

    /// Returns the current version of the entity's tokens; `None` by default, where
    /// [`HAS_TOKEN_VERSION`](Self::HAS_TOKEN_VERSION) is `false`.
    ///
    /// The guard refuses tokens with another version, so a program ends all tokens of the entity by changing the
    /// version.
    fn token_version(&self) -> Option<TokenVersion> {
        None
    }
}
