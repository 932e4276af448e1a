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
        match &route.state {
            State::Named(state) => vec![Self::new(state, None, 0, route, Span::call_site())],
            State::Holding(parts) => (0..)
                .zip(parts)
                .map(|(at, part)| {
                    let same = private.at(span);
                    Self::new(part, Some(quote!(#same::Same)), at, route, span)
                })
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
        quote!(type #alias = #ty;)
    }
}

/// For which states the handler is.
pub(super) struct Signature {
    /// The function's, from its type parameters to its bounds: the state, if it is not named, and the
    /// route, for a list or for the registry.
    pub(super) tokens: TokenStream,
    state: Ident,
    /// Where what the state lacks is said.
    span: Span,
}

impl Signature {
    pub(super) fn new(route: &Route<'_>, states: &[TypedState<'_>], private: &Private) -> Self {
        // Not at the handler's span, or rustc offers to add type parameters there.
        let result = Ident::new("__AnyRoute", Span::call_site());
        if let (State::Named(_), [TypedState { name, span, .. }]) = (&route.state, states) {
            let krate = private.krate(*span);
            let bound = quote_spanned!(*span=> #result: #krate::__private::RouteAs<#name>);
            return Self {
                tokens: quote!(<#result>() -> #result where #bound),
                state: name.clone(),
                span: *span,
            };
        }
        let span = route.handler.ident.span();
        let krate = private.krate(span);
        let state = Ident::new("__AnyState", Span::call_site());
        let parts = states.iter().map(|TypedState { name, .. }| name);
        let bounds = quote_spanned! {span=>
            #state: #krate::__private::HandlerState,
            #(#parts: #krate::__private::StatePart<#state>,)*
            #result: #krate::__private::RouteAs<#state>,
        };
        Self {
            tokens: quote!(<#state, #result>() -> #result where #bounds),
            state,
            span,
        }
    }

    /// The state's type, as an operand.
    pub(super) fn operand(&self) -> TokenStream {
        let Self { state, span, .. } = self;
        let private = short(*span);
        quote_spanned!(*span=> #private::Type::<#state>)
    }
}
