//! The expansion of `routes![..]`: a list with one entry for each handler.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::Private;
use super::paths::hidden_function;
use crate::model::{ListedHandler, Routes};

/// Prints the list as an expression.
pub(crate) fn routes(routes: &Routes, private: &Private) -> TokenStream {
    let krate = private.written();
    let hidden = routes.handlers.iter().map(|handler| {
        let ListedHandler { cfgs, path, ident } = handler;
        let mut hidden = path.clone();
        if let Some(last) = hidden.segments.last_mut() {
            last.ident = hidden_function(ident);
        }
        quote_spanned!(ident.span()=> #(#cfgs)* #hidden())
    });
    let functions = routes.handlers.iter().map(|handler| {
        let ListedHandler { cfgs, path, ident } = handler;
        quote_spanned!(ident.span()=> #(#cfgs)* &#path)
    });
    // The names of the handlers are resolved too: a glob import may bring the hidden function of another
    // handler into scope. In a function, so that a variable of that name is an error and not compared. One function
    // for the list, because each function costs the compiler as much as a third of a handler. The lints would report the
    // names of the list a second time here.
    quote! {{
        #[allow(deprecated, unused_qualifications)]
        fn __listed() -> #krate::__private::ListedFunctions {
            #krate::__private::listed(&[#(#functions),*])
        }
        #krate::Routes::of([#(#hidden),*], __listed())
    }}
}
