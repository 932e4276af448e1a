//! A route: the hidden function that returns it, and its registration.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::argument::Typed;
use super::call::call;
use super::checks::checks;
use super::paths::{duplicate_guard, hidden_function};
use super::state::{Signature, TypedState};
use crate::model::{Handler, Route, State};

/// Prints the hidden function of a handler, which returns its route.
///
/// It is one item with one body, because each further item or body costs the compiler as much as a small
/// function does. The part that is the same for every handler is in the library's `route!`.
pub(crate) fn route(route: &Route<'_>, private: &Private) -> TokenStream {
    let Handler {
        cfgs, vis, ident, ..
    } = &route.handler;
    let krate = private.krate(Span::call_site());
    let hidden = hidden_function(ident);
    let states = TypedState::all(route, private);
    let signature = Signature::new(route, &states, private);
    let arguments = Typed::all(&route.handler);
    // An item that no `impl` and no trait can hold. In an `impl`, the handler's name in the hidden
    // function would be that of a free function, which then would get this policy. rustc reports
    // the import at the handler's name. It imports nothing, which is what the lint is about.
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

/// Prints an `#[allow(..)]` for lints that may report a type or path of the handler a second time where the expansion
/// repeats it.
///
/// Each lint's name costs the compiler time in each handler, so the attribute is left out unless an
/// attribute of the handler may allow a lint, or the route's attribute has types or paths that are repeated.
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

/// Prints the hidden function's name for the registry; `None` with `register = false`, for a handler that only
/// `routes!` lists.
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

/// Prints a macro for each method, which a crate can define once: rustc reports a second route of the
/// same method and path as a duplicate definition (E0428), and underlines both paths.
///
/// The item is a `macro_rules!` inside of a function, which `route!` exports, since only an exported macro belongs to
/// the whole crate: the name of any other item is unique only in its module.
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
