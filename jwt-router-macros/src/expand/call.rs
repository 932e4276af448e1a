//! The adapter: it *is* the handler that axum calls.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::Private;
use super::argument::Typed;
use super::checks::checks;
use super::paths::local;
use super::state::TypedState;
use crate::model::{Access, Handler, Route, State, ends};

/// The handler of `route` for every state that it can be called with.
pub(super) fn call(
    route: &Route<'_>,
    hidden: &Ident,
    arguments: &[Typed<'_>],
    states: &[TypedState<'_>],
    private: &Private,
) -> TokenStream {
    let span = route.handler.ident.span();
    let guard = local("guard", span);
    // What the state lacks is said of the methods, which name it; in the user's context, or rustc
    // would point at the attribute.
    let named = match (&route.state, states) {
        (State::Named(_), [state]) => Some(state),
        _ => None,
    };
    let methods = named.map_or_else(
        || local("methods", span),
        |state| Ident::new("__methods", state.span),
    );
    let checks = checks(route, arguments);
    let public = public(route, &guard, arguments, private);
    let at_span = private.at(span);
    // Not at the handler's span, or rustc offers to add type parameters there.
    let any = Ident::new("AnyState", Span::call_site());
    let (generics, state, bounds) = if let Some(TypedState { name, .. }) = named {
        (None, quote!(#name), None)
    } else {
        let parts = states.iter().map(|TypedState { name, .. }| name);
        let bounds = quote_spanned! {span=>
            where
                #any: #at_span::HandlerState,
                #(#parts: #at_span::StatePart<#any>,)*
        };
        (Some(quote!(<#any>)), quote!(#any), Some(bounds))
    };
    let guarded = guarded(route, &state, &guard, private);
    let service = service(&route.handler, arguments, &methods, &guarded, private);
    quote_spanned! {span=>
        impl #generics #at_span::Call<#state> for #hidden #bounds {
            fn service(
                #methods: #at_span::Methods<#state>,
                #guard: Self::Guard,
            ) -> #at_span::Mounted<#state> {
                #checks
                #public
                #service
            }
        }
    }
}

/// The guard, with the predicate of `guard = ..` behind it; underlined as the predicate's path.
fn guarded(
    route: &Route<'_>,
    state: &TokenStream,
    guard: &Ident,
    private: &Private,
) -> TokenStream {
    let Some(predicate) = &route.requirements.guard else {
        return quote!(#guard);
    };
    let (low, high) = ends(predicate);
    let private = private.at(low);
    let arguments = quote_spanned!(high=> (#guard, #predicate));
    quote_spanned!(low=> #private::InState::<#state>::TYPE.checked #arguments)
}

/// Chooses the guard of a public route by what the types of its arguments may ask.
fn public(
    route: &Route<'_>,
    guard: &Ident,
    arguments: &[Typed<'_>],
    private: &Private,
) -> Option<TokenStream> {
    let span = route.handler.ident.span();
    let at_span = private.at(span);
    let may_ask = arguments
        .iter()
        .map(|argument| argument.ask("MAY_ASK"))
        .reduce(|one, other| quote_spanned!(span=> #at_span::or(#one, #other)))
        .filter(|_| route.access != Access::Protected)?;
    Some(quote_spanned!(span=> let #guard = #at_span::public_guard(#guard, #may_ask);))
}

/// The one call: what is wrong with an argument, the result or the future is said at its operand.
fn service(
    handler: &Handler<'_>,
    arguments: &[Typed<'_>],
    methods: &Ident,
    guard: &TokenStream,
    private: &Private,
) -> TokenStream {
    let Handler { ident, output, .. } = handler;
    let span = ident.span();
    let sources = arguments.iter().map(|argument| argument.ask("SOURCE"));
    let (low, high) = output.map_or((span, span), ends);
    let [at_low, at_span] = [low, span].map(|span| private.at(span));
    let constant = quote_spanned!(high=> ::TYPE);
    let returned = quote_spanned!(low=> #at_low::Returned #constant);
    let function = format_ident!("handler_{}", arguments.len(), span = span);
    // In braces: clippy takes an argument that stands where the callee does for the callee, and a
    // function that is called wants no `async` if it awaits nothing.
    let handler = quote_spanned!(span=> { #ident });
    quote_spanned! {span=>
        #at_span::#function(#methods, #guard, #(#sources,)* #returned, #handler)
    }
}
