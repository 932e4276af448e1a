//! The call that makes a route: its policy, and the handler behind its guard.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ExprPath;
use syn::ext::IdentExt as _;

use super::argument::Typed;
use super::paths::short;
use super::state::Signature;
use crate::model::{Route, TokenUse};
use crate::syntax::{Access, ends};

/// Prints the call of the library's function that makes the route.
///
/// Each expression that is passed to the function has the span of the part of the handler that it stands for, so that
/// rustc underlines the argument, the returned type or the handler's name which does not meet the function's bounds.
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
    // The first expression of the call has the span of the state: rustc reports an unmet bound of the state there,
    // and not again for a later expression with the same bound.
    let state = signature.operand();
    let function = format_ident!("handler_{}", arguments.len(), span = span);
    let less_than = arguments.iter().map(|argument| &argument.less_than);
    let private = arguments.iter().map(|argument| &argument.private);
    let name = arguments.iter().map(|argument| &argument.name);
    let source = arguments.iter().map(|argument| argument.end("SOURCE"));
    // The braces are for clippy's `unused_async`: it ignores an async function that is used as a value, but counts an
    // expression with the span of the called function as a call of it, and would report a handler without `.await`.
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

/// Prints the expression for the policy that the attribute describes.
fn meta(route: &Route<'_>) -> TokenStream {
    let Route {
        handler,
        access,
        methods,
        path,
        claims_only,
        transports,
        token_use,
        requirements,
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
    let claims_only = claims_only.then(|| quote_spanned!(span=> .claims_only()));
    let query = transports.query.as_ref().map(|query| {
        let name = &query.literal;
        quote_spanned!(span=> .query(#name))
    });
    let websocket = transports
        .websocket
        .then(|| quote_spanned!(span=> .websocket()));
    let no_cookies = (!transports.cookies).then(|| quote_spanned!(span=> .no_cookies()));
    let token_use = match token_use {
        TokenUse::Access => None,
        TokenUse::Purpose(purpose) => {
            let name = &purpose.literal;
            Some(quote_spanned!(span=> .purpose(#name)))
        }
        TokenUse::Refresh => Some(quote_spanned!(span=> .refresh())),
        TokenUse::Ticket => Some(quote_spanned!(span=> .ticket())),
    };
    let requirements = requirements.expressions(short, span);
    quote_spanned! {span=>
        #private::#attribute(#private::#method, #literal, ::core::module_path!(), #name)
            #(.and(#private::#methods))* #claims_only #query #websocket #no_cookies #token_use #(.require(#requirements))*
    }
}

/// Prints the gate of the handler, which chooses its guard: public, protected, or with a predicate.
fn gate(route: &Route<'_>, signature: &Signature) -> TokenStream {
    let span = route.handler.ident.span();
    let private = short(span);
    match (route.requirements.predicate(), route.access) {
        (Some(predicate), _) => predicate_gate(route, predicate, signature),
        (None, Access::Protected) => quote_spanned!(span=> #private::Protected),
        (None, Access::Whitelisted | Access::Ignored) => quote_spanned!(span=> #private::Public),
    }
}

/// The greatest number of arguments that a predicate may have.
const PREDICATE_ARGUMENTS: usize = 8;

/// Prints the gate with a predicate.
///
/// The macro sees the predicate's path and not its signature. rustc infers the types of the predicate's arguments in
/// the first statement. Only after that can it resolve `facts()` of each argument, so one expression for both does not
/// compile. Each expression begins and ends with the spans of the path, so that rustc underlines the path for an
/// argument that does not fit. The names have the path's span and not `mixed_site`: with `mixed_site`, rustc adds to
/// each message a note that the error originates in a macro.
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
    // Which arguments need the trait depends on their types, which a macro does not see.
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
