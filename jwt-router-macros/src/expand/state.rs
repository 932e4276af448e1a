//! The handler's states: a name for the type of each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use super::Private;
use crate::model::{Route, State, ends};

/// A state's type under the name that the expansion has for it.
pub(super) struct TypedState<'a> {
    ty: &'a Type,
    /// The alias that stands around the type. In `State<..>` the type stands in angle brackets, where
    /// rustc has more to say of an unknown one: it is told once if the same is told here.
    around: Option<TokenStream>,
    /// What rustc has to say of an unknown type is said of this name, and so once. A type of
    /// `State<..>` stands where the handler's name does, as the arguments do; one of `state = ..`
    /// is nowhere else, and no place for type parameters.
    alias: Ident,
    /// The name, at the first token of the type.
    pub(super) name: Ident,
    pub(super) span: Span,
}

impl<'a> TypedState<'a> {
    /// The state of `state = ..`, or those of the `State<..>` arguments.
    pub(super) fn all(route: &'a Route<'_>, private: &Private) -> Vec<Self> {
        let span = route.handler.ident.span();
        let same = private.at(span);
        match &route.state {
            State::Named(state) => vec![Self::new(state, None, 0, Span::call_site())],
            State::Holding(parts) => (0..)
                .zip(parts)
                .map(|(at, part)| Self::new(part, Some(quote!(#same::Same)), at, span))
                .collect(),
        }
    }

    fn new(ty: &'a Type, around: Option<TokenStream>, at: usize, stands: Span) -> Self {
        let alias = Ident::new(&format!("__State{at}"), stands);
        let (span, _) = ends(ty);
        let mut name = alias.clone();
        name.set_span(span.resolved_at(stands));
        Self {
            ty,
            around,
            alias,
            name,
            span,
        }
    }

    /// The only place that writes the type again.
    pub(super) fn definition(&self) -> TokenStream {
        let Self {
            ty, around, alias, ..
        } = self;
        if let Some(around) = around {
            quote! { type #alias = #around<#ty>; }
        } else {
            quote! { type #alias = #ty; }
        }
    }
}
