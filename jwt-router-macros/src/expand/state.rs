//! The handler's states: a name for the type of each.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;

use super::Private;
use super::paths::short;
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
            State::Named(state) => vec![Self::new(state, None, 0, route, Span::call_site())],
            State::Holding(parts) => (0..)
                .zip(parts)
                .map(|(at, part)| Self::new(part, Some(quote!(#same::Same)), at, route, span))
                .collect(),
        }
    }

    fn new(
        ty: &'a Type,
        around: Option<TokenStream>,
        at: usize,
        route: &Route<'_>,
        stands: Span,
    ) -> Self {
        let handler = route.handler.ident.unraw();
        let alias = Ident::new(&format!("__State{at}_of_{handler}"), stands);
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
        let ty = if let Some(around) = around {
            quote!(#around<#ty>)
        } else {
            quote!(#ty)
        };
        quote! {
            #[doc(hidden)]
            #[allow(deprecated, non_camel_case_types, unused_qualifications)]
            type #alias = #ty;
        }
    }
}

/// For which states the handler is.
pub(super) struct Signature {
    /// `<__AnyState, __AnyRoute>`, or without the first if the state is named.
    pub(super) generics: TokenStream,
    /// The route, for a list or for the registry.
    pub(super) result: Ident,
    pub(super) bounds: TokenStream,
    state: Ident,
    /// Where what the state lacks is said.
    span: Span,
}

impl Signature {
    pub(super) fn new(route: &Route<'_>, states: &[TypedState<'_>], private: &Private) -> Self {
        // Not at the handler's span, or rustc offers to add type parameters there.
        let result = Ident::new("__AnyRoute", Span::call_site());
        if let (State::Named(_), [TypedState { name, span, .. }]) = (&route.state, states) {
            let private = private.at(*span);
            return Self {
                generics: quote!(<#result>),
                bounds: quote_spanned!(*span=> where #result: #private::RouteAs<#name>),
                state: name.clone(),
                result,
                span: *span,
            };
        }
        let span = route.handler.ident.span();
        let private = private.at(span);
        let state = Ident::new("__AnyState", Span::call_site());
        let parts = states.iter().map(|TypedState { name, .. }| name);
        let bounds = quote_spanned! {span=>
            where
                #state: #private::HandlerState,
                #(#parts: #private::StatePart<#state>,)*
                #result: #private::RouteAs<#state>,
        };
        Self {
            generics: quote!(<#state, #result>),
            bounds,
            state,
            result,
            span,
        }
    }

    /// The state as an operand.
    pub(super) fn operand(&self) -> TokenStream {
        self.operand_at(self.span)
    }

    /// The same, at another place.
    pub(super) fn operand_at(&self, span: Span) -> TokenStream {
        let state = &self.state;
        let private = short(span);
        quote_spanned!(span=> #private::InState::<#state>::TYPE)
    }
}
