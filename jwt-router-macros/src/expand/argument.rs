//! The handler's arguments: a name for the type of each, and the calls that check it.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::paths::short;
use crate::model::{Argument, ArgumentType, Handler};

/// An argument of a handler, with the names that the expansion uses for its type.
pub(super) struct Typed<'a> {
    pub(super) ty: ArgumentType<'a>,
    /// The alias of the type, spanned at the handler's name.
    ///
    /// rustc reports an unknown type once for the handler and once for the alias. The second error
    /// suggests to add a type parameter at the alias's name. With the span of the handler's name, both
    /// errors are equal to the letter, and rustc prints equal errors once.
    alias: Ident,
    /// The alias, with the span of the type's first token: an unmet bound is underlined there and not at
    /// the attribute.
    pub(super) name: Ident,
    /// The path of the library, with the span of the type's first token.
    pub(super) private: Ident,
    /// `<`, with the span of the type's first token.
    ///
    /// rustc underlines an expression from its first to its last token, if both spans have one hygiene context. It thus
    /// underlines the whole type for an expression that begins with this token and ends with one from [`Typed::end`].
    pub(super) less_than: Punct,
    high: Span,
}

impl<'a> Typed<'a> {
    /// Returns the arguments of a handler, with a name for the type of each.
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

    /// Prints the definition of the alias.
    ///
    /// No other place in the expansion repeats the type, since rustc would report a mistake in the type again for each.
    pub(super) fn definition(&self) -> TokenStream {
        let Self {
            ty: ArgumentType(ty),
            alias,
            ..
        } = self;
        quote! { type #alias = #ty; }
    }

    /// Returns the identifier `item` with the span of the type's last token.
    pub(super) fn end(&self, item: &str) -> Ident {
        Ident::new(item, self.high)
    }

    /// Prints a call that compiles only if the argument's type meets `bound`. If it does not, rustc underlines the
    /// whole type.
    ///
    /// rustc adds a note with the place of the call ("required by a bound introduced by this
    /// call") if the function's name has another span than the expression that is passed to it, so both have the
    /// type's span.
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
