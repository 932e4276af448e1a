//! The handler's states: a name for the type of each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Type;

use crate::model::{Route, State, ends};

/// A state's type under the name that the expansion has for it.
pub(super) struct TypedState<'a> {
    ty: &'a Type,
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
    pub(super) fn all(route: &'a Route<'_>) -> Vec<Self> {
        match &route.state {
            State::Named(state) => vec![Self::new(state, 0, Span::call_site())],
            State::Holding(parts) => (0..)
                .zip(parts)
                .map(|(at, part)| Self::new(part, at, route.handler.ident.span()))
                .collect(),
        }
    }

    fn new(ty: &'a Type, at: usize, stands: Span) -> Self {
        let alias = Ident::new(&format!("__State{at}"), stands);
        let (span, _) = ends(ty);
        let mut name = alias.clone();
        name.set_span(span.resolved_at(stands));
        Self {
            ty,
            alias,
            name,
            span,
        }
    }

    /// The only place that writes the type again.
    pub(super) fn definition(&self) -> TokenStream {
        let Self { ty, alias, .. } = self;
        quote! { type #alias = #ty; }
    }
}
