//! The policies of routes as plain data, without I/O and without axum. A policy determines who may call a route.

mod access;
mod attribute;
mod claim_names;
mod defaults;
mod identity;
pub(crate) mod lock;
mod method;
pub(crate) mod plain;
mod provider_ref;
pub(crate) mod requirement;
mod roles_claim;
mod route_meta;
mod shape;
mod table;
mod transports;

pub use access::Access;
pub(crate) use attribute::Attribute;
pub(crate) use claim_names::{ClaimNames, ClaimSources};
#[cfg(feature = "jwks")]
pub(crate) use claim_names::{ClaimSource, OtherClaims};
pub use defaults::Defaults;
pub(crate) use identity::NeededUse;
pub use identity::{ArgIdentity, PredicateIdentity};
pub use method::Method;
pub(crate) use provider_ref::ProviderRef;
pub(crate) use requirement::is_scope_token;
pub use requirement::{Requirement, Requirements, RoleName, ScopeName};
pub(crate) use roles_claim::{RolesClaim, RolesSetting};
pub use route_meta::{RouteMeta, ignored, protected, whitelisted};
pub(crate) use shape::shape;
pub use table::{PolicyTable, RoutePolicy};
pub use transports::TokenTransports;
