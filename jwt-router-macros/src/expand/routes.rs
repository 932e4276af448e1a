//! `routes![..]`: one entry a handler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Private;
use super::paths::hidden_function;
use crate::model::{ListedHandler, Routes};

/// Prints the list as an expression.
pub(crate) fn routes(routes: &Routes, private: &Private) -> TokenStream {
    let krate = private.written();
    let entries = routes.handlers.iter().map(|handler| {
        let ListedHandler { cfgs, path, ident } = handler;
        let mut path = path.clone();
        if let Some(last) = path.segments.last_mut() {
            last.ident = hidden_function(ident);
        }
        quote_spanned! {ident.span()=> #(#cfgs)* #path() }
    });
    quote! { #krate::Routes::of([#(#entries),*]) }
}
