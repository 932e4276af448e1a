//! An entity: `impl Entity` and the method named by its table.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::Private;
use crate::item::EntityItem;
use crate::model::EntityModel;

/// Everything beside the struct itself.
pub(crate) fn entity(model: &EntityModel<'_>, private: &Private) -> TokenStream {
    let EntityModel {
        item,
        table,
        key,
        key_type,
        ..
    } = model;
    let cfgs = item.cfgs();
    let EntityItem {
        ident, generics, ..
    } = item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let krate = private.krate(ident.span());
    let claim = LitStr::new(&key.unraw().to_string(), key.span());
    let accessor = accessor(model);
    let checks = checks(model, private);
    quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #impl_generics #krate::Entity for #ident #type_generics #where_clause {
            const TABLE: &'static str = #table;
            const KEY: &'static str = #claim;
            type Key = #key_type;
            fn key(&self) -> &Self::Key {
                &self.#key
            }
        }
        #accessor
        #checks
    }
}

/// `fn users(&self)`, which handlers reach through `G<User>`.
fn accessor(model: &EntityModel<'_>) -> Option<TokenStream> {
    let EntityModel {
        item,
        table,
        accessor,
        ..
    } = model;
    let cfgs = item.cfgs();
    let EntityItem {
        vis,
        ident,
        generics,
        ..
    } = item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let accessor = accessor.as_ref()?;
    let doc = format!(" The row of `{}` that the token names.", table.value());
    Some(quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #impl_generics #ident #type_generics #where_clause {
            #[doc = #doc]
            #[allow(dead_code, unreachable_pub, clippy::must_use_candidate, clippy::missing_const_for_fn)]
            #[inline]
            #vis fn #accessor(&self) -> &Self {
                self
            }
        }
    })
}

/// Says in our words what the struct and its key have to implement.
fn checks(model: &EntityModel<'_>, private: &Private) -> Option<TokenStream> {
    let EntityModel { item, key_type, .. } = model;
    let cfgs = item.cfgs();
    let EntityItem {
        ident, generics, ..
    } = item;
    if !generics.params.is_empty() {
        return None;
    }
    let of_struct = private.at(ident.span());
    let of_struct = quote_spanned!(ident.span()=> #of_struct::entity_struct::<#ident>(););
    let (low, high) = crate::model::ends(key_type);
    let of_key = private.at(low);
    let of_key = quote_spanned!(low=> #of_key::entity_key::);
    let of_key = quote_spanned!(high=> #of_key<#key_type>(););
    Some(quote! {
        #(#cfgs)*
        const _: () = {
            #of_struct
            #of_key
        };
    })
}
