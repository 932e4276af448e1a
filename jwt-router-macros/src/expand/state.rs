//! The handler's states: the name of each state's type in the expansion, and the signature of the hidden function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt as _;

use super::Private;
use super::paths::short;
use crate::model::{Route, State};
use crate::syntax::ends;

/// A type of state, with the names that the expansion uses for it.
pub(super) struct TypedState<'a> {
    ty: &'a Type,
    /// The library's alias that wraps the type of a `State<..>` argument.
    ///
    /// rustc adds a suggestion to the error about an unknown type in angle brackets. Inside of this
    /// alias the error is equal to the error about the handler's argument, and rustc prints equal errors once.
    around: Option<TokenStream>,
    /// The alias of the type. rustc reports an unknown type only once, at the alias's definition, since
    /// the rest of the expansion uses the alias.
    ///
    /// For a `State<..>` argument, the alias has the span of the handler's name, like the aliases of
    /// arguments. A type of `state = ..` is in no other place, so its alias has the call site's span,
    /// where rustc does not suggest a type parameter.
    alias: Ident,
    /// The alias, with the span of the type's first token.
    pub(super) name: Ident,
    pub(super) span: Span,
}

impl<'a> TypedState<'a> {
    /// Returns the type of `state = ..`, or else the types of the `State<..>` arguments, each with its names.
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

    /// Prints the definition of the alias, the only place in the expansion that repeats the type.
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

/// The signature of the hidden function.
pub(super) struct Signature {
    /// The tokens from the type parameters to the bounds. The type parameters are the state, unless
    /// `state = ..` names it, and the type of the returned route: one for `routes!`, and one for the registry.
    pub(super) tokens: TokenStream,
    state: Ident,
    /// The span of errors about the state's bounds.
    span: Span,
}

impl Signature {
    pub(super) fn new(route: &Route<'_>, states: &[TypedState<'_>], private: &Private) -> Self {
        // At the call site: with the handler's span, rustc suggests to add type parameters there.
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

    /// Prints the state's type as a value (`Type::<..>`) that a call passes to a function.
    pub(super) fn operand(&self) -> TokenStream {
        let Self { state, span, .. } = self;
        let private = short(*span);
        quote_spanned!(*span=> #private::Type::<#state>)
    }
}
