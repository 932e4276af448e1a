//! An enum of names: `impl RoleName`, `impl ScopeName`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Private;
use crate::model::{NamesEnum, NamesModel};

/// Prints the `impl` of the trait.
pub(crate) fn names(model: &NamesModel<'_>, private: &Private) -> TokenStream {
    let NamesModel { item, names } = model;
    let arms = names
        .iter()
        .map(|(variant, name)| quote!(Self::#variant => #name,));
    implementation(item, quote!(match self { #(#arms)* }), private)
}

/// Prints the `impl` for an enum with mistakes. Without it, rustc would also report each requirement that uses the enum.
pub(crate) fn names_stub(item: &NamesEnum<'_>, private: &Private) -> TokenStream {
    implementation(item, quote!(""), private)
}

fn implementation(item: &NamesEnum<'_>, name: TokenStream, private: &Private) -> TokenStream {
    let NamesEnum {
        naming,
        ident,
        generics,
    } = item;
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let krate = private.krate(ident.span());
    let derived = Ident::new(naming.derive(), ident.span());
    // A module that imports the trait does not need the path that is written here.
    quote! {
        #[automatically_derived]
        #[allow(unused_qualifications)]
        impl #impl_generics #krate::#derived for #ident #type_generics #where_clause {
            fn name(&self) -> &'static str {
                #name
            }
        }
    }
}
