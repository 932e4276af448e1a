//! Step 3: prints the checked values. Nothing here can fail.
//!
//! Most spans here are chosen for rustc: it reports an error at the span of the token that it is
//! about, joins spans of one context, and prints equal errors once. The comments say which token
//! each trick is for; the cases in `tests/ui` hold the messages.

mod argument;
mod call;
mod checks;
mod defaults;
mod entity;
mod names;
mod paths;
mod route;
mod routes;
mod state;
mod stub;

pub(crate) use self::defaults::defaults;
pub(crate) use self::entity::entity;
pub(crate) use self::names::{names, names_stub};
pub(crate) use self::paths::Private;
pub(crate) use self::route::route;
pub(crate) use self::routes::routes;
pub(crate) use self::stub::{entity_stub, route_stub};
