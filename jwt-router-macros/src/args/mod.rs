//! Step 1: reads the arguments of a macro. It checks their shape only, and keeps their spans.
//!
//! The names of the requirements' arguments are defined in `model/requirement`, a later room; `attribute.rs`
//! therefore passes their list to the functions here.

mod defaults;
mod entity;
mod given;
mod keyed;
mod keyword;
mod list;
mod name;
mod route;

pub(crate) use self::defaults::DefaultsArgs;
pub(crate) use self::entity::EntityArgs;
pub(crate) use self::given::Given;
pub(crate) use self::keyword::{Keyword, Several};
pub(crate) use self::list::{ListedName, RouteList};
pub(crate) use self::name::NameArg;
pub(crate) use self::route::RouteArgs;
