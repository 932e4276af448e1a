//! A route: the hidden function that tells of it, and its registration.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::argument::Typed;
use super::call::call;
use super::checks::checks;
use super::paths::{duplicate_guard, hidden_function};
use super::state::{Signature, TypedState};
use crate::model::{Handler, Route, State};

/// Everything beside the handler itself: the function that tells of it, what the attribute said and how
/// it is called.
///
/// It is one item with one body, because each of either costs the compiler as much as a small function
/// does. What is the same for each handler is in the library's `route!`.
pub(crate) fn route(route: &Route<'_>, private: &Private) -> TokenStream {
    let Handler {
        cfgs, vis, ident, ..
    } = &route.handler;
    let krate = private.krate(Span::call_site());
    let hidden = hidden_function(ident);
    let states = TypedState::all(route, private);
    let signature = Signature::new(route, &states, private);
    let arguments = Typed::all(&route.handler);
    // What no `impl` and no trait can hold: the handler's name would there be that of another
    // function, which then stood behind this policy.
    let free = quote_spanned!(ident.span()=> use {};);
    let lints = lints(route, private);
    let aliases = states.iter().map(TypedState::definition);
    let header = &signature.tokens;
    let registered = registered(route, &hidden, &states);
    let once = once(route);
    let types = arguments.iter().map(Typed::definition);
    let checks = checks(route, &arguments);
    let call = call(route, &arguments, &signature);
    let aliases = aliases
        .map(|alias| quote!(#(#cfgs)* #[doc(hidden)] #[allow(non_camel_case_types)] #lints #alias));
    quote! {
        #(#aliases)*
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_local_definitions)]
        #lints
        #vis fn #hidden #header {
            #krate::__private::route! { #registered #([#once])* }
            #(#types)* #checks #call
        }
        #[allow(unused_imports)]
        #free
    }
}

/// What lints may find in types and paths that are written again, and have found where they were written.
///
/// Each lint's name costs the compiler something in each handler; so they stand only where an attribute of
/// the handler may allow a lint, or where the route's attribute has a path of its own.
fn lints(route: &Route<'_>, private: &Private) -> Option<TokenStream> {
    let written_again = route.handler.annotated
        || private.is_named()
        || matches!(route.state, State::Named(_))
        || route.requirements.repeat_paths();
    written_again.then(|| {
        quote! {
            #[allow(deprecated, unused_qualifications, clippy::all, clippy::nursery, clippy::pedantic)]
        }
    })
}

/// What the registry calls; nothing if the handler is for lists only.
fn registered(route: &Route<'_>, hidden: &Ident, states: &[TypedState<'_>]) -> Option<TokenStream> {
    let span = route.handler.ident.span();
    let state = match (&route.state, states.first()) {
        (State::Named(_), _) => None,
        (State::Holding(_), Some(TypedState { name, .. })) => {
            Some(quote_spanned!(span=> ::<#name, _>))
        }
        (State::Holding(_), None) => Some(quote_spanned!(span=> ::<(), _>)),
    };
    route
        .registered
        .then(|| quote_spanned!(span=> (#hidden #state)))
}

/// The macros that there can be one of in a crate: the same method and path twice is an error at both.
fn once(route: &Route<'_>) -> impl Iterator<Item = TokenStream> {
    let Route {
        access,
        methods,
        path,
        registered,
        ..
    } = route;
    methods.iter().filter(|_| *registered).map(|method| {
        let name = duplicate_guard(*access, *method, path);
        quote_spanned!(name.span()=> macro_rules! #name { () => {}; })
    })
}
