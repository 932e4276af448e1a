//! Step 2: values that cannot be wrong.

mod argument;
mod defaults;
mod entity;
mod fresh;
mod handler;
mod method;
mod path;
mod requirements;
mod route;
mod segment;
mod state;

pub(crate) use self::argument::{Argument, ends, spaceless};
pub(crate) use self::defaults::Defaults;
pub(crate) use self::entity::EntityModel;
pub(crate) use self::handler::Handler;
pub(crate) use self::method::Method;
pub(crate) use self::path::RoutePath;
pub(crate) use self::requirements::Requirements;
pub(crate) use self::route::{Access, Route};
pub(crate) use self::state::State;
