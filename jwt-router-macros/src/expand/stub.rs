//! What stands in for an item with mistakes, so that nothing else complains.

use proc_macro2::TokenStream;
use quote::quote;

use super::Private;
use super::paths::hidden_function;
use crate::item::{EntityItem, HandlerItem};

/// The hidden function of a handler with mistakes: it can be listed, and never answers.
pub(crate) fn route_stub(handler: &HandlerItem, private: &Private) -> TokenStream {
    // An `impl` block takes no types.
    if handler.sig.receiver().is_some() {
        return TokenStream::new();
    }
    let vis = &handler.vis;
    let cfgs = handler.cfgs();
    let span = handler.sig.ident.span();
    let hidden = hidden_function(&handler.sig.ident);
    let private = private.at(span);
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

/// The entity of a struct with mistakes, so that `G<User>` still is one.
pub(crate) fn entity_stub(entity: &EntityItem, private: &Private) -> TokenStream {
    let cfgs = entity.cfgs();
    let EntityItem {
        ident, generics, ..
    } = entity;
    // No entity borrows, and neither does what stands in for one.
    if generics.lifetimes().next().is_some() {
        return TokenStream::new();
    }
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
