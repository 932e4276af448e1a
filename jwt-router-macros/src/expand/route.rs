//! A route: the hidden function that tells of it, and its registration.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::argument::Typed;
use super::call::call;
use super::checks::checks;
use super::paths::{duplicate_guard, hidden_function, short};
use super::state::{Signature, TypedState};
use crate::model::{Handler, Route, State};

/// Everything beside the handler itself.
pub(crate) fn route(route: &Route<'_>, private: &Private) -> TokenStream {
    let Route {
        handler: Handler { cfgs, ident, .. },
        ..
    } = route;
    let hidden = hidden_function(ident);
    let states = TypedState::all(route, private);
    let types = states.iter().map(|state| {
        let definition = state.definition();
        quote! { #(#cfgs)* #definition }
    });
    let function = function(route, &hidden, &states, private);
    let free = free_function(ident.span());
    quote! {
        #(#types)*
        #function
        #free
    }
}

/// What no `impl` and no trait can hold: the handler's name would there be that of another function,
/// which then stood behind this policy.
fn free_function(span: Span) -> TokenStream {
    quote_spanned!(span=> #[allow(unused_imports)] use {};)
}

/// The function that tells of the handler: what the attribute said, and how it is called.
///
/// It is one item with one body, because each of either costs the compiler as much as a small
/// function does.
fn function(
    route: &Route<'_>,
    hidden: &Ident,
    states: &[TypedState<'_>],
    private: &Private,
) -> TokenStream {
    let Handler { cfgs, vis, .. } = &route.handler;
    let signature = Signature::new(route, states, private);
    let Signature {
        generics,
        result,
        bounds,
        ..
    } = &signature;
    let arguments = Typed::all(&route.handler);
    let import = private.import((!arguments.is_empty()).then(|| quote!(ArgFacts as _)));
    let types = arguments.iter().map(Typed::definition);
    let registration = registration(route, hidden, states);
    let guards = duplicate_guards(route);
    let checks = checks(route, &arguments);
    let call = call(route, &arguments, &signature);
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(
            dead_code,
            deprecated,
            non_local_definitions,
            private_bounds,
            private_interfaces,
            unreachable_pub,
            unused_imports,
            unused_qualifications,
            clippy::all,
            clippy::nursery,
            clippy::pedantic
        )]
        #vis fn #hidden #generics() -> #result #bounds {
            #guards
            #import
            #registration
            #(#types)*
            #checks
            #call
        }
    }
}

/// Puts the route where `app()` finds it.
fn registration(
    route: &Route<'_>,
    hidden: &Ident,
    states: &[TypedState<'_>],
) -> Option<TokenStream> {
    let span = route.handler.ident.span();
    let state = match (&route.state, states.first()) {
        (State::Named(_), _) => None,
        (State::Holding(_), Some(TypedState { name, .. })) => {
            Some(quote_spanned!(span=> ::<#name, _>))
        }
        (State::Holding(_), None) => Some(quote_spanned!(span=> ::<(), _>)),
    };
    let private = short(span);
    route.registered.then(|| {
        quote_spanned! {span=>
            #private::inventory::submit! { #private::Registration(#hidden #state) }
        }
    })
}

/// Makes the same method and path twice in one crate an error at both.
///
/// They stand in the hidden function: whoever looks a macro up beside it would pass by them all.
fn duplicate_guards(route: &Route<'_>) -> TokenStream {
    let Route {
        access,
        methods,
        path,
        registered,
        ..
    } = route;
    let methods = methods.iter().filter(|_| *registered);
    methods
        .map(|method| {
            let name = duplicate_guard(*access, *method, path);
            let definition = quote_spanned!(name.span()=> macro_rules! #name { () => {}; });
            quote! { #[doc(hidden)] #[macro_export] #definition }
        })
        .collect()
}
