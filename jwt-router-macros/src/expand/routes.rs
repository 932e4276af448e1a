//! `routes![..]`: one entry a handler.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};

use super::paths::{at, hidden_type};
use crate::args::{RouteList, RouteName};
use crate::diagnostics::Diagnostics;

/// The list as an expression; mistakes stand before it.
pub(crate) fn routes(list: &RouteList, diagnostics: &Diagnostics) -> TokenStream {
    let RouteList { krate, names } = list;
    let entries = names.iter().map(|RouteName { cfgs, path }| {
        let mut path = path.clone();
        if let Some(last) = path.segments.last_mut() {
            last.ident = hidden_type(&last.ident);
        }
        let span = path
            .segments
            .last()
            .map_or_else(proc_macro2::Span::call_site, |last| last.ident.span());
        let krate = at(span, krate.to_token_stream());
        quote_spanned! {span=> #(#cfgs)* #krate::__private::RouteEntry::new::<#path, _>() }
    });
    let routes = quote! { #krate::Routes::from_entries([#(#entries),*]) };
    if diagnostics.is_empty() {
        routes
    } else {
        quote! { { #diagnostics #routes } }
    }
}
