//! Step 3: prints what the models say. Nothing here can fail.

mod argument;
mod call;
mod checks;
mod defaults;
mod entity;
mod paths;
mod route;
mod routes;
mod state;
mod stub;

pub(crate) use self::defaults::defaults;
pub(crate) use self::entity::entity;
pub(crate) use self::paths::Private;
pub(crate) use self::route::route;
pub(crate) use self::routes::routes;
pub(crate) use self::stub::{entity_stub, route_stub};
