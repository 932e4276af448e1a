//! The handler's arguments: a name for the type of each, and how each is taken from the request.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::paths::short;
use crate::model::{Argument, Handler};

/// An argument under the name that the expansion has for its type.
pub(super) struct Typed<'a> {
    pub(super) argument: &'a Argument,
    /// Stands where the handler's name does: what rustc has to say of an unknown
    /// type is then, to the letter, what it said of the handler, and said once.
    alias: Ident,
    /// The short name, at the first token of the type.
    private: Ident,
    /// `<Arg<T>>`, at the first token of the type.
    asked: TokenStream,
    low: Span,
    high: Span,
}

impl<'a> Typed<'a> {
    pub(super) fn all(handler: &'a Handler<'_>) -> Vec<Self> {
        (0..)
            .zip(&handler.arguments)
            .map(|(at, argument): (usize, _)| {
                let (low, high) = argument.spans();
                let alias = Ident::new(&format!("__Argument{at}"), handler.ident.span());
                let mut name = alias.clone();
                name.set_span(low.resolved_at(alias.span()));
                let private = short(low);
                Self {
                    argument,
                    alias,
                    asked: quote_spanned!(low=> <#private::Arg<#name>>),
                    private,
                    low,
                    high,
                }
            })
            .collect()
    }

    /// The only place that writes the type again.
    pub(super) fn definition(&self) -> TokenStream {
        let Self {
            argument: Argument { ty },
            alias,
            ..
        } = self;
        quote! { type #alias = #ty; }
    }

    /// `Arg<T>::ITEM`, underlined as the whole type.
    pub(super) fn ask(&self, item: &str) -> TokenStream {
        let Self { asked, high, .. } = self;
        let item = Ident::new(item, *high);
        quote_spanned!(*high=> #asked::#item)
    }

    /// A call that compiles only where the argument fits, underlined as the whole type.
    ///
    /// What is called is underlined as what it is given, or rustc would say where the call is.
    pub(super) fn check(
        &self,
        bound: &str,
        generics: Option<TokenStream>,
        item: &str,
    ) -> TokenStream {
        let Self {
            private, low, high, ..
        } = self;
        let fact = self.ask(item);
        let bound = Ident::new(bound, *low);
        let bound = quote_spanned!(*low=> #private::#bound #generics);
        quote_spanned!(*high=> #bound::fits(#fact);)
    }
}
