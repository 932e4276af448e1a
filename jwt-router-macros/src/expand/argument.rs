//! The handler's arguments: a name for the type of each, and how each is asked about.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::paths::short;
use crate::model::{Argument, ArgumentType, Handler};

/// An argument under the name that the expansion has for its type.
pub(super) struct Typed<'a> {
    pub(super) ty: ArgumentType<'a>,
    /// Stands where the handler's name does: what rustc has to say of an unknown
    /// type is then, to the letter, what it said of the handler, and said once.
    alias: Ident,
    /// The alias, at the first token of the type.
    pub(super) name: Ident,
    /// The short name, at the first token of the type.
    pub(super) private: Ident,
    /// `<`, at the first token of the type: what begins with it and ends at the last token is
    /// underlined as the whole type.
    pub(super) less_than: Punct,
    high: Span,
}

impl<'a> Typed<'a> {
    pub(super) fn all(handler: &'a Handler<'_>) -> Vec<Self> {
        (0..)
            .zip(&handler.arguments)
            .map(|(at, Argument { ty }): (usize, _)| {
                let (low, high) = ty.spans();
                let alias = Ident::new(&format!("__Argument{at}"), handler.ident.span());
                let mut name = alias.clone();
                name.set_span(low.resolved_at(alias.span()));
                let mut less_than = Punct::new('<', Spacing::Alone);
                less_than.set_span(low);
                Self {
                    ty: *ty,
                    alias,
                    name,
                    private: short(low),
                    less_than,
                    high,
                }
            })
            .collect()
    }

    /// The only place that writes the type again.
    pub(super) fn definition(&self) -> TokenStream {
        let Self {
            ty: ArgumentType(ty),
            alias,
            ..
        } = self;
        quote! { type #alias = #ty; }
    }

    /// An item's name, at the last token of the type.
    pub(super) fn end(&self, item: &str) -> Ident {
        Ident::new(item, self.high)
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
            name,
            private,
            less_than,
            high,
            ..
        } = self;
        let [bound, item] = [bound, item].map(|word| self.end(word));
        quote_spanned! {*high=>
            #private::#bound #generics::fits(#less_than #private::Arg<#name>>::#item);
        }
    }
}
