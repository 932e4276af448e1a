//! An entity: `impl Entity` and the method named by its table.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::LitStr;
use syn::ext::IdentExt as _;

use super::Private;
use super::paths::{at, local};
use crate::model::{EntityModel, EntityStruct};
use crate::syntax::ends;

/// Prints the `impl Entity` and the accessor.
pub(crate) fn entity(model: &EntityModel<'_>, private: &Private) -> TokenStream {
    let EntityModel {
        item,
        table,
        key,
        key_type,
        ..
    } = model;
    let EntityStruct {
        cfgs,
        ident,
        generics,
        ..
    } = item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let krate = private.krate(ident.span());
    let claim = LitStr::new(&key.unraw().to_string(), key.span());
    let accessor = accessor(model);
    let roles = roles(model, private);
    let version = token_version(model, private);
    let by_key = minted_by_key(model, private);
    // All at the struct's name: rustc reports each supertrait of `Entity` that the struct does not
    // implement at the span of the `impl`, and prints equal errors once.
    let implementation = quote_spanned! {ident.span()=>
        impl #impl_generics #krate::Entity for #ident #type_generics #where_clause {
            const TABLE: &'static str = #table;
            const KEY: &'static str = #claim;
            type Key = #key_type;
            fn key(&self) -> &Self::Key {
                &self.#key
            }
            #roles
            #version
        }
    };
    // A module that imports the trait does not need the path that is written here.
    quote! {
        #(#cfgs)*
        #[automatically_derived]
        #[allow(unused_qualifications)]
        #implementation
        #by_key
        #accessor
    }
}

/// Prints `Entity::has_role`, which calls the function of `roles = ..`; its spans are those of that function's path.
fn roles(model: &EntityModel<'_>, private: &Private) -> Option<TokenStream> {
    let roles = model.roles.as_ref()?;
    let (low, high) = ends(roles);
    let private = private.at(low);
    let role = local("role", low);
    // rustc joins the spans of the call's ends: with the last at the path's end, an error about the
    // returned list underlines the whole path.
    let arguments = quote_spanned!(high=> (self, #roles, #role));
    Some(quote_spanned! {low=>
        const HAS_ROLES: bool = true;
        fn has_role(&self, #role: &str) -> bool {
            #private::is_among #arguments
        }
    })
}

/// Prints `Entity::token_version`, which calls the function of `token_version = ..`; its spans are those of that
/// function's path.
fn token_version(model: &EntityModel<'_>, private: &Private) -> Option<TokenStream> {
    let version = model.token_version.as_ref()?;
    let (low, high) = ends(version);
    let private = private.at(low);
    // As in `roles`, so that an error about the returned type underlines the whole path.
    let arguments = quote_spanned!(high=> (self, #version));
    Some(quote_spanned! {low=>
        const HAS_TOKEN_VERSION: bool = true;
        fn token_version(&self) -> ::core::option::Option<#private::TokenVersion> {
            #private::token_version #arguments
        }
    })
}

/// Prints `impl MintedByKey`, for an entity whose tokens have no version.
fn minted_by_key(model: &EntityModel<'_>, private: &Private) -> Option<TokenStream> {
    let EntityStruct {
        cfgs,
        ident,
        generics,
        ..
    } = &model.item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let krate = private.krate(ident.span());
    model.token_version.is_none().then(|| {
        quote_spanned! {ident.span()=>
            #(#cfgs)*
            #[automatically_derived]
            #[allow(unused_qualifications)]
            impl #impl_generics #krate::MintedByKey for #ident #type_generics #where_clause {}
        }
    })
}

/// Prints `fn users(&self)`, which handlers reach through `G<User>`.
fn accessor(model: &EntityModel<'_>) -> Option<TokenStream> {
    let EntityModel {
        item,
        table,
        accessor,
        ..
    } = model;
    let EntityStruct {
        cfgs,
        vis,
        ident,
        generics,
    } = item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let accessor = accessor.as_ref()?;
    let doc = format!(" The row of `{}` that the token names.", table.value());
    // At the table's name: rustc reports a second method of that name (E0592) there, and not at the
    // attribute.
    let vis = at(accessor.span(), quote!(#vis));
    let method = quote_spanned!(accessor.span()=> #vis fn #accessor(&self) -> &Self { self });
    Some(quote! {
        #(#cfgs)*
        #[automatically_derived]
        impl #impl_generics #ident #type_generics #where_clause {
            #[doc = #doc]
            #[allow(dead_code, unreachable_pub, clippy::must_use_candidate, clippy::missing_const_for_fn)]
            #[inline]
            #method
        }
    })
}
