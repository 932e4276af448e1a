//! Step 3: prints the checked values. Nothing here can fail.
//!
//! Most spans here are chosen for rustc's messages. rustc reports an error at the span of the token in question, joins
//! the spans of an expression's first and last token if they have one hygiene context, and prints equal errors once.
//! The comments say for which message a span is chosen; the cases in `tests/ui` have the messages.

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
