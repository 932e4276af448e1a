//! The call that makes a route: what the attribute said, and the handler behind its guard.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ExprPath;
use syn::ext::IdentExt as _;

use super::argument::Typed;
use super::paths::short;
use super::requirements::requirements;
use super::state::Signature;
use crate::model::{Access, Route, ends};

/// The one call: what is wrong with an argument, the result or the future is said at its operand.
pub(super) fn call(
    route: &Route<'_>,
    arguments: &[Typed<'_>],
    signature: &Signature,
) -> TokenStream {
    let (ident, output) = (route.handler.ident, &route.handler.output);
    let span = ident.span();
    let meta = meta(route);
    let gate = gate(route, signature);
    let (low, high) = output.map_or((span, span), ends);
    let [at_low, at_span] = [low, span].map(short);
    let returned = Ident::new("Type", high);
    // Said first, and where it is named: what it lacks is then said there, and of nothing else.
    let state = signature.operand();
    let function = format_ident!("handler_{}", arguments.len(), span = span);
    let less_than = arguments.iter().map(|argument| &argument.less_than);
    let private = arguments.iter().map(|argument| &argument.private);
    let name = arguments.iter().map(|argument| &argument.name);
    let source = arguments.iter().map(|argument| argument.end("SOURCE"));
    // In braces: clippy takes an argument that stands where the callee does for the callee, and a
    // function that is called wants no `async` if it awaits nothing.
    quote_spanned! {span=>
        #at_span::#function(
            #state,
            #meta,
            #gate,
            #(#less_than #private::Arg<#name>>::#source,)*
            #at_low::#returned,
            { #ident }
        )
    }
}

/// What the attribute said.
fn meta(route: &Route<'_>) -> TokenStream {
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
    let private = short(span);
    let literal = &path.literal;
    let mut methods = methods
        .iter()
        .map(|method| Ident::new(method.variant(), span));
    let method = methods.next();
    let name = handler.ident.unraw().to_string();
    let attribute = Ident::new(access.function(), span);
    let entity = entity
        .as_ref()
        .map(|entity| quote_spanned!(ends(entity).0=> .entity::<#entity>()));
    let claims_only = claims_only.then(|| quote_spanned!(span=> .claims_only()));
    let query = query
        .as_ref()
        .map(|query| quote_spanned!(span=> .query(#query)));
    let requirements = requirements(demanded, span);
    quote_spanned! {span=>
        #private::#attribute(#private::#method, #literal, ::core::module_path!(), #name)
            #(.and(#private::#methods))* #entity #claims_only #query #requirements
    }
}

/// The gate before the handler. With a predicate it is underlined as the predicate's path.
fn gate(route: &Route<'_>, signature: &Signature) -> TokenStream {
    let span = route.handler.ident.span();
    let private = short(span);
    match (&route.requirements.guard, route.access) {
        (Some(predicate), _) => predicate_gate(route, predicate, signature),
        (None, Access::Protected) => quote_spanned!(span=> #private::Protected),
        (None, Access::Whitelisted | Access::Ignored) => quote_spanned!(span=> #private::Public),
    }
}

/// How many arguments a predicate may have.
const PREDICATE_ARGUMENTS: usize = 8;

/// The gate with a predicate behind it.
///
/// The macro does not know the function's arguments: the first statement finds their types, and only
/// then can `facts()` of each be resolved. Each expression begins where the path does and ends
/// where it ends, so that rustc underlines the path for an argument that does not fit. The names
/// are not `mixed_site`: rustc would add to each message that a macro wrote it.
fn predicate_gate(route: &Route<'_>, predicate: &ExprPath, signature: &Signature) -> TokenStream {
    let (low, high) = ends(predicate);
    let private = short(low);
    let captures = Literal::usize_unsuffixed(route.path.captures());
    let state = signature.operand();
    let asked = Ident::new("__asked", low);
    let arguments: Vec<Ident> = (0..PREDICATE_ARGUMENTS)
        .map(|at| format_ident!("__argument{at}", span = low))
        .collect();
    let facts = arguments
        .iter()
        .map(|argument| quote_spanned!(high=> #argument.facts()));
    let call = quote_spanned! {high=>
        #private::Asked::checked(#asked.0, #private::Count::<#captures>, #(#facts),*)
    };
    quote_spanned! {low=>
        {
            #[allow(unused_imports)]
            use #private::KnownArg as _;
            let #asked = #private::Protected.predicate(#state, #predicate);
            let (#(#arguments,)*) = #asked.1;
            #call
        }
    }
}
