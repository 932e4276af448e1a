//! A route: the hidden type, what is known of it, its registration.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;

use super::Private;
use super::argument::Typed;
use super::call::call;
use super::checks::reads_captures;
use super::paths::{duplicate_guard, hidden_type};
use super::requirements::requirements;
use super::state::TypedState;
use crate::model::{Access, Handler, Route, State};

/// Everything beside the handler itself.
pub(crate) fn route(route: &Route<'_>, private: &Private) -> TokenStream {
    let Route {
        handler: Handler {
            cfgs, vis, ident, ..
        },
        ..
    } = route;
    let hidden = hidden_type(ident);
    let traits = fallback_traits(route, private);
    let arguments = Typed::all(&route.handler, private);
    let states = TypedState::all(route, private);
    let types = arguments.iter().map(Typed::definition);
    let types = types.chain(states.iter().map(TypedState::definition));
    let endpoint = endpoint(route, &hidden, &arguments, private);
    let call = call(route, &hidden, &arguments, &states, private);
    let registration = registration(route, &hidden, states.first(), private);
    let guards = duplicate_guards(route);
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(
            dead_code,
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            unreachable_pub,
            clippy::redundant_pub_crate
        )]
        #vis struct #hidden;
        #(#cfgs)*
        #[allow(deprecated, unused_qualifications, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            #traits
            #(#types)*
            #endpoint
            #call
            #registration
        };
        #guards
    }
}

/// The traits whose items stand in for what `Arg<T>` has no inherent ones for.
fn fallback_traits(route: &Route<'_>, private: &Private) -> Option<TokenStream> {
    let private = private.at(route.handler.ident.span());
    let captures = reads_captures(route).then(|| quote!(ArgCaptures as _,));
    let entity = route.claims_only.then(|| quote!(ArgHoldsEntity as _,));
    let public =
        (route.access != Access::Protected).then(|| quote!(ArgMayAsk as _, ArgNeedsToken as _));
    (!route.handler.arguments.is_empty()).then(|| {
        quote! {
            use #private::{ArgExtract as _, ArgIdentity as _, #captures #entity #public};
        }
    })
}

fn endpoint(
    route: &Route<'_>,
    hidden: &Ident,
    arguments: &[Typed<'_>],
    private: &Private,
) -> TokenStream {
    let Route {
        handler,
        access,
        methods,
        path,
        entity,
        claims_only,
        query,
        requirements: demanded,
        ..
    } = route;
    let span = handler.ident.span();
    let identities = arguments.iter().map(|argument| argument.ask("IDENTITY"));
    let arguments =
        (!arguments.is_empty()).then(|| quote_spanned!(span=> .arguments(&[#(#identities),*])));
    let requirements = requirements(demanded, span, private);
    let private = private.at(span);
    let literal = &path.literal;
    let methods = methods
        .iter()
        .map(|method| Ident::new(method.variant(), span));
    let name = format!("::{}", handler.ident.unraw());
    let access_name = format_ident!("{access:?}", span = span);
    let entity = entity
        .as_ref()
        .map(|entity| quote_spanned!(crate::model::ends(entity).0=> .entity::<#entity>()));
    let claims_only = claims_only.then(|| quote_spanned!(span=> .claims_only()));
    let query = query
        .as_ref()
        .map(|query| quote_spanned!(span=> .query(#query)));
    let guard = match access {
        Access::Protected => quote_spanned!(span=> #private::Required),
        Access::Whitelisted | Access::Ignored if handler.arguments.is_empty() => {
            quote_spanned!(span=> #private::Open)
        }
        Access::Whitelisted | Access::Ignored => quote_spanned!(span=> #private::Public),
    };
    quote_spanned! {span=>
        impl #private::Endpoint for #hidden {
            const META: #private::RouteMeta = #private::RouteMeta::new(
                #private::Access::#access_name,
                &[#(#private::Method::#methods),*],
                #literal,
                ::core::concat!(::core::module_path!(), #name),
                ::core::file!(),
                ::core::line!(),
            )
            #entity #claims_only #query #requirements #arguments;
            type Guard = #guard;
        }
    }
}

/// Puts the route where `app()` finds it.
fn registration(
    route: &Route<'_>,
    hidden: &Ident,
    state: Option<&TypedState<'_>>,
    private: &Private,
) -> Option<TokenStream> {
    let span = state.map_or_else(|| route.handler.ident.span(), |state| state.span);
    let name = state.map_or_else(
        || quote_spanned!(span=> ()),
        |TypedState { name, .. }| quote!(#name),
    );
    let constructor = match &route.state {
        State::Named(_) => Ident::new("named", span),
        State::Holding(_) => Ident::new("new", span),
    };
    let private = private.at(span);
    route.registered.then(|| {
        quote_spanned! {span=>
            #private::inventory::submit! {
                #private::Registration::#constructor::<#hidden, #name>()
            }
        }
    })
}

/// Makes the same method and path twice in one crate an error at both.
fn duplicate_guards(route: &Route<'_>) -> TokenStream {
    let Route {
        handler: Handler { cfgs, .. },
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
            quote! {
                #(#cfgs)*
                #[doc(hidden)]
                #[allow(non_local_definitions)]
                #[macro_export]
                #definition
            }
        })
        .collect()
}
