//! The handler's arguments: a name for the type of each, and how each is taken from the request.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use crate::model::{Argument, Handler};

/// An argument under the name that the expansion has for its type.
pub(super) struct Typed<'a> {
    pub(super) argument: &'a Argument,
    /// Stands where the handler's name does: what rustc has to say of an unknown
    /// type is then, to the letter, what it said of the handler, and said once.
    alias: Ident,
}

impl<'a> Typed<'a> {
    pub(super) fn all(handler: &'a Handler<'_>) -> Vec<Self> {
        (0..)
            .zip(&handler.arguments)
            .map(|(at, argument): (usize, _)| Self {
                argument,
                alias: Ident::new(&format!("__Argument{at}"), handler.ident.span()),
            })
            .collect()
    }

    /// The only place that writes the type again.
    pub(super) fn definition(&self) -> TokenStream {
        let Self {
            argument: Argument { ty },
            alias,
        } = self;
        quote! { type #alias = #ty; }
    }

    /// The type, to be underlined from its first token on.
    pub(super) fn name(&self) -> Ident {
        let (low, _) = self.argument.spans();
        Ident::new(&self.alias.to_string(), low.resolved_at(self.alias.span()))
    }

    /// `Arg<T>::ITEM`, underlined as the whole type.
    pub(super) fn ask(&self, item: &str, private: &Private) -> TokenStream {
        let (low, high) = self.argument.spans();
        let (private, name) = (private.at(low), self.name());
        let item = Ident::new(item, high);
        let item = quote_spanned!(high=> ::#item);
        quote_spanned! {low=> <#private::Arg<#name>>#item }
    }

    /// A call that compiles only where the argument fits, underlined as the whole type.
    ///
    /// What is called is underlined as what it is given, or rustc would say where the call is.
    pub(super) fn check(
        &self,
        bound: &str,
        generics: Option<TokenStream>,
        item: &str,
        private: &Private,
    ) -> TokenStream {
        let (low, high) = self.argument.spans();
        let fact = self.ask(item, private);
        let private = private.at(low);
        let bound = Ident::new(bound, low);
        let call = quote_spanned!(high=> ::fits);
        quote_spanned! {low=> #private::#bound #generics #call(#fact); }
    }
}
