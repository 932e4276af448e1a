//! Runs one macro: read, validate, expand. The item is emitted first, always.

use proc_macro2::TokenStream;
use quote::quote;

use crate::args::{DefaultsArgs, EntityArgs, RouteArgs, RouteList};
use crate::diagnostics::Diagnostics;
use crate::expand::{self, Private};
use crate::item::{EntityItem, HandlerItem};
use crate::model::{Access, Defaults, EntityModel, Route};

/// Expands `#[whitelist(..)]`, `#[ignored(..)]` and `#[protected(..)]`.
pub(crate) fn route(access: Access, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = RouteArgs::parse(args, access, &mut diagnostics);
    let private = Private::new(args.krate.as_ref());
    let Some(handler) =
        HandlerItem::parse(item.clone(), access, args.krate.as_ref(), &mut diagnostics)
    else {
        return quote! { #item #diagnostics };
    };
    let route = Route::new(access, args, &handler, &mut diagnostics);
    let emitted = handler.emitted();
    match route {
        Some(route) if diagnostics.is_empty() => {
            let expanded = expand::route(&route, &private);
            quote! { #emitted #expanded }
        }
        _ => {
            let stub = expand::route_stub(&handler, &private);
            quote! { #emitted #stub #diagnostics }
        }
    }
}

/// Expands `#[entity(..)]`.
pub(crate) fn entity(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = EntityArgs::parse(args, &mut diagnostics);
    let private = Private::new(args.krate.as_ref());
    let Some(entity) = EntityItem::parse(item.clone(), &mut diagnostics) else {
        return quote! { #item #diagnostics };
    };
    let model = EntityModel::new(args, &entity, &mut diagnostics);
    let emitted = entity.emitted();
    match model {
        Some(model) if diagnostics.is_empty() => {
            let expanded = expand::entity(&model, &private);
            quote! { #emitted #expanded }
        }
        _ => {
            let stub = expand::entity_stub(&entity, &private);
            quote! { #emitted #stub #diagnostics }
        }
    }
}

/// Expands what `routes![..]` passes on.
pub(crate) fn routes(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let list = RouteList::parse(input, &mut diagnostics);
    expand::routes(&list, &diagnostics)
}

/// Expands `defaults! { .. }`.
pub(crate) fn defaults(input: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = DefaultsArgs::parse(input, &mut diagnostics);
    let private = Private::new(args.krate.as_ref());
    let defaults = Defaults::new(args, &mut diagnostics);
    if diagnostics.is_empty() {
        expand::defaults(&defaults, &private)
    } else {
        quote! { #diagnostics }
    }
}
