//! What stands in for an item with mistakes, so that nothing else complains.

use proc_macro2::TokenStream;
use quote::quote;

use super::Private;
use super::paths::hidden_type;
use crate::item::{EntityItem, HandlerItem};

/// The hidden type of a handler with mistakes: it can be listed, and never answers.
pub(crate) fn route_stub(handler: &HandlerItem, private: &Private) -> TokenStream {
    // An `impl` block takes no types.
    if handler.sig.receiver().is_some() {
        return TokenStream::new();
    }
    let vis = &handler.vis;
    let cfgs = handler.cfgs();
    let span = handler.sig.ident.span();
    let hidden = hidden_type(&handler.sig.ident);
    let private = private.at(span);
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(
            dead_code,
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            unreachable_pub,
            clippy::redundant_pub_crate
        )]
        #vis struct #hidden;
        #(#cfgs)*
        const _: () = {
            impl #private::Endpoint for #hidden {
                const META: #private::RouteMeta =
                    #private::RouteMeta::new(#private::Access::Protected, &[], "/", "", "", 0);
                type Guard = #private::Open;
            }
            impl<AnyState: #private::HandlerState> #private::Call<AnyState> for #hidden {
                fn service(
                    _: #private::Methods<AnyState>,
                    _: Self::Guard,
                ) -> #private::Mounted<AnyState> {
                    #private::Mounted::nothing()
                }
            }
        };
    }
}

/// The entity of a struct with mistakes, so that `G<User>` still is one.
pub(crate) fn entity_stub(entity: &EntityItem, private: &Private) -> TokenStream {
    let cfgs = entity.cfgs();
    let EntityItem {
        ident, generics, ..
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
