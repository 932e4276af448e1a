//! `routes![..]`: one entry a handler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::paths::hidden_function;
use crate::args::{RouteList, RouteName};
use crate::diagnostics::Diagnostics;

/// The list as an expression; mistakes stand before it.
pub(crate) fn routes(list: &RouteList, diagnostics: &Diagnostics) -> TokenStream {
    let RouteList { krate, names } = list;
    let entries = names.iter().map(|RouteName { cfgs, path }| {
        let mut path = path.clone();
        if let Some(last) = path.segments.last_mut() {
            last.ident = hidden_function(&last.ident);
        }
        let span = path
            .segments
            .last()
            .map_or_else(proc_macro2::Span::call_site, |last| last.ident.span());
        quote_spanned! {span=> #(#cfgs)* #path() }
    });
    let routes = quote! { #krate::Routes::of([#(#entries),*]) };
    if diagnostics.is_empty() {
        routes
    } else {
        quote! { { #diagnostics #routes } }
    }
}
