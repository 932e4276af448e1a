//! The expansion of `routes![..]`: a list with one entry for each handler.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::paths::hidden_function;
use crate::model::{ListedHandler, Routes};

/// Prints the list as an expression.
pub(crate) fn routes(routes: &Routes, private: &Private) -> TokenStream {
    let krate = private.written();
    let entries = routes.handlers.iter().map(|handler| {
        let ListedHandler { cfgs, path, ident } = handler;
        let mut hidden = path.clone();
        if let Some(last) = hidden.segments.last_mut() {
            last.ident = hidden_function(ident);
        }
        let listed = Ident::new("__listed", ident.span());
        // The name of the handler is resolved too: a glob import may bring the hidden function of another
        // handler into scope. In a function, so that a variable of that name is an error and not compared.
        quote_spanned! {ident.span()=>
            #(#cfgs)* {
                #[allow(deprecated, unused_qualifications)]
                fn #listed() -> impl ::core::marker::Copy + 'static { #path }
                #krate::__private::listed(&#listed(), #hidden())
            }
        }
    });
    quote! { #krate::Routes::of([#(#entries),*]) }
}
