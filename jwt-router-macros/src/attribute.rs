//! Runs one macro: parses, checks and expands. The annotated item is always emitted, and first.

use proc_macro2::TokenStream;
use quote::quote;

use crate::args::{DefaultsArgs, EntityArgs, RouteArgs, RouteList};
use crate::copies;
use crate::diagnostics::Diagnostics;
use crate::enclosing;
use crate::expand::{self, Private};
use crate::item::{EntityItem, HandlerItem, NamesItem};
use crate::model::{
    Defaults, EntityModel, EntityStruct, HandlerStub, NamesEnum, NamesModel, Requirements, Route,
    Routes,
};
use crate::syntax::{Access, Naming};

/// Expands `#[whitelist(..)]`, `#[ignored(..)]` and `#[protected(..)]`.
pub(crate) fn route(access: Access, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let requirements = Requirements::keywords();
    let written = args.to_string();
    let args = RouteArgs::parse(args, access, &requirements, &mut diagnostics);
    let krate = args.krate.clone();
    let private = Private::new(krate.as_ref());
    let Some(handler) = HandlerItem::parse(item.clone(), access, krate.as_ref(), &mut diagnostics)
    else {
        return quote! { #item #diagnostics };
    };
    let emitted = handler.emitted();
    // A method with `self` has a message of its own.
    if handler.sig.receiver().is_none() && enclosing::is_associated() {
        diagnostics.error_with_help(
            &handler.sig.ident,
            "a handler is a free function, and not one of an `impl` block or a trait",
            "move the function out of the block",
        );
        return quote! { #emitted #diagnostics };
    }
    // The attribute above has written the hidden function.
    if handler.is_expanded {
        return quote! { #emitted #diagnostics };
    }
    let expansion = match Route::new(access, args, &handler, &mut diagnostics) {
        Some(route) if route.registered && is_copy(&written, &handler) => {
            copies::report(&handler.sig, access, &mut diagnostics);
            return quote! { #emitted #diagnostics };
        }
        Some(route) => Some(expand::route(&route, &private)),
        None => HandlerStub::new(&handler).map(|stub| expand::route_stub(&stub, &private)),
    };
    quote! { #emitted #expansion #diagnostics }
}

/// Returns whether another macro has copied the handler; always `false` for a handler with `#[cfg(..)]`, since the
/// build may leave one of the two copies out.
fn is_copy(args: &str, handler: &HandlerItem) -> bool {
    handler.cfgs().is_empty() && copies::is_copy(args, &handler.sig)
}

/// Expands `#[entity(..)]`.
pub(crate) fn entity(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = EntityArgs::parse(args, &mut diagnostics);
    let private = Private::new(args.krate.as_ref());
    let Some(entity) = EntityItem::parse(item.clone(), &mut diagnostics) else {
        return quote! { #item #diagnostics };
    };
    let expansion = match EntityModel::new(args, &entity, &mut diagnostics) {
        Some(model) => Some(expand::entity(&model, &private)),
        None => EntityStruct::new(&entity).map(|stub| expand::entity_stub(&stub, &private)),
    };
    let emitted = entity.emitted();
    quote! { #emitted #expansion #diagnostics }
}

/// Expands `#[derive(RoleName)]` and `#[derive(ScopeName)]`. The compiler emits the enum itself.
pub(crate) fn names(naming: Naming, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let private = Private::new(None::<TokenStream>);
    let Some(item) = NamesItem::parse(item, naming, &mut diagnostics) else {
        return quote! { #diagnostics };
    };
    let expansion = match NamesModel::new(&item, naming, &mut diagnostics) {
        Some(model) => expand::names(&model, &private),
        None => expand::names_stub(&NamesEnum::new(&item, naming), &private),
    };
    quote! { #expansion #diagnostics }
}

/// Expands the list of `routes![..]`.
pub(crate) fn routes(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let list = RouteList::parse(input, &mut diagnostics);
    let private = Private::new(list.krate.as_ref());
    let routes = Routes::new(list, &mut diagnostics);
    let expansion = expand::routes(&routes, &private);
    // `compile_error!` is a statement here and the list is an expression: a block holds both.
    if diagnostics.is_empty() {
        expansion
    } else {
        quote! { { #diagnostics #expansion } }
    }
}

/// Expands `defaults! { .. }`.
pub(crate) fn defaults(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let requirements = Requirements::keywords();
    let args = DefaultsArgs::parse(input, &requirements, &mut diagnostics);
    let private = Private::new(args.krate.as_ref());
    let defaults = Defaults::new(args, &mut diagnostics);
    let expansion = defaults.map(|defaults| expand::defaults(&defaults, &private));
    quote! { #expansion #diagnostics }
}
