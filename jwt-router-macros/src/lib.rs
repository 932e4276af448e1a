//! The attributes and derives of `jwt-router`.
//!
//! A macro call goes one way: `args/` and `item/` parse shapes and keep the spans, `model/` turns
//! them into checked values, and `expand/` prints those and cannot fail. Every mistake on the way
//! goes to one `Diagnostics`, so that a user sees all of them at once.
//!
//! A room (a top-level module) may use the rooms before it in this order, and none after it: `diagnostics`, `syntax`,
//! `copies`, `enclosing`, `manifest`, `args`, `item`, `model`, `expand`, `attribute`. Neither `args` nor `item` is used
//! by `expand`, which prints checked values only.

#![expect(
    missing_docs,
    reason = "the macros are documented where `jwt_router` exports them: rustdoc would print both texts"
)]

mod args;
mod attribute;
mod copies;
mod diagnostics;
mod enclosing;
mod expand;
mod item;
mod manifest;
mod model;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use crate::syntax::{Access, Naming};

#[proc_macro_attribute]
pub fn whitelist(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::route(Access::Whitelisted, args.into(), item.into()).into()
}

#[proc_macro_attribute]
pub fn ignored(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::route(Access::Ignored, args.into(), item.into()).into()
}

#[proc_macro_attribute]
pub fn protected(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::route(Access::Protected, args.into(), item.into()).into()
}

#[proc_macro_attribute]
pub fn entity(args: TokenStream, item: TokenStream) -> TokenStream {
    attribute::entity(args.into(), item.into()).into()
}

#[proc_macro_derive(RoleName, attributes(name))]
pub fn role_name(item: TokenStream) -> TokenStream {
    attribute::names(Naming::Role, item.into()).into()
}

#[proc_macro_derive(ScopeName, attributes(name))]
pub fn scope_name(item: TokenStream) -> TokenStream {
    attribute::names(Naming::Scope, item.into()).into()
}

#[proc_macro]
pub fn defaults(input: TokenStream) -> TokenStream {
    attribute::defaults(input.into()).into()
}

/// Expands the list of `routes![..]`. The input is `$crate` in brackets, followed by the list.
#[doc(hidden)]
#[proc_macro]
pub fn __routes(input: TokenStream) -> TokenStream {
    attribute::routes(input.into()).into()
}
