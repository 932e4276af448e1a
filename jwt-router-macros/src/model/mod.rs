//! Step 2: checks the values of the arguments and the annotated item.
//!
//! Each checking function reports every mistake, and returns the checked value, or `None` if it has reported a
//! mistake.

mod argument;
mod argument_type;
mod defaults;
mod entity;
mod handler;
mod held_type;
mod methods;
mod names;
mod path;
mod purpose;
mod query;
mod refresh;
mod requirement;
mod route;
mod routes;
mod segment;
mod state;
mod ticket;
mod token_use;
mod transports;

pub(crate) use self::argument::Argument;
pub(crate) use self::argument_type::ArgumentType;
pub(crate) use self::defaults::Defaults;
pub(crate) use self::entity::{EntityModel, EntityStruct};
pub(crate) use self::handler::{Handler, HandlerStub};
pub(crate) use self::names::{NamesEnum, NamesModel};
pub(crate) use self::path::RoutePath;
pub(crate) use self::requirement::Requirements;
pub(crate) use self::route::Route;
pub(crate) use self::routes::{ListedHandler, Routes};
pub(crate) use self::state::State;
pub(crate) use self::token_use::TokenUse;
