//! Replacements for the expansion of an item with mistakes, so that rustc reports nothing else.

use proc_macro2::TokenStream;
use quote::quote;

use super::Private;
use super::paths::hidden_function;
use crate::model::{EntityStruct, HandlerStub};

/// Prints the hidden function of a handler with mistakes. The program does not compile, so its route is never mounted.
///
/// Without the function, rustc would also report each `routes!` that lists the handler.
pub(crate) fn route_stub(handler: &HandlerStub<'_>, private: &Private) -> TokenStream {
    let HandlerStub { cfgs, vis, ident } = handler;
    let hidden = hidden_function(ident);
    let private = private.at(ident.span());
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic, clippy::nursery)]
        #vis fn #hidden<__AnyState: #private::HandlerState, __AnyRoute: #private::RouteAs<__AnyState>>()
        -> __AnyRoute {
            __AnyRoute::from(#private::Route::nothing())
        }
    }
}

/// Prints `impl Entity` for a struct with mistakes. Without it, rustc would also report each `G<User>` of a handler.
pub(crate) fn entity_stub(entity: &EntityStruct<'_>, private: &Private) -> TokenStream {
    let EntityStruct {
        cfgs,
        ident,
        generics,
        vis: _,
    } = entity;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let krate = private.krate(ident.span());
    quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #impl_generics #krate::Entity for #ident #type_generics #where_clause {
            const TABLE: &'static str = "";
            const KEY: &'static str = "";
            type Key = ();
            fn key(&self) -> &Self::Key {
                &()
            }
        }
    }
}
