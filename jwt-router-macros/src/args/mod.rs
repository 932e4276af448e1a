//! Step 1: the arguments of a macro. Only their shape is checked, spans are kept.
//!
//! The words of the requirements come from their own files in `model/requirement`: `attribute.rs`
//! passes the list of them in.

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
