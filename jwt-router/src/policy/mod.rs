//! What each route demands, as data: no I/O, no axum.

mod claim_names;
mod defaults;
mod identity;
pub(crate) mod lock;
mod method;
pub(crate) mod plain;
mod provider_ref;
pub(crate) mod requirement;
mod route_meta;
mod shape;
mod table;

pub(crate) use claim_names::ClaimNames;
pub use defaults::Defaults;
pub use identity::{ArgIdentity, PredicateIdentity};
pub use method::Method;
pub(crate) use provider_ref::ProviderRef;
pub(crate) use requirement::is_scope_token;
pub use requirement::{Requirement, Requirements, RoleName, ScopeName};
pub use route_meta::{RouteMeta, ignored, protected, whitelisted};
pub(crate) use shape::shape;
pub use table::{PolicyTable, RoutePolicy};

use std::fmt;

use serde::Serialize;

/// Who may call a route.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Access {
    /// Everybody, under the API prefix: `#[whitelist]`.
    Whitelisted,
    /// Everybody, outside the API prefix: `#[ignored]`.
    Ignored,
    /// Whoever holds a valid token: `#[protected]`, and every route that nothing marks.
    Protected,
}

impl Access {
    /// Whether the route answers without a token.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Whitelisted | Self::Ignored => true,
            Self::Protected => false,
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Whitelisted => "whitelist",
            Self::Ignored => "ignored",
            Self::Protected => "protected",
        })
    }
}
