//! The call that makes a route: what the attribute said, and the handler behind its guard.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt as _;

use super::argument::Typed;
use super::paths::short;
use super::state::Signature;
use crate::model::Route;
use crate::syntax::{Access, ends};

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
        claims_only,
        query,
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
    let query = query.as_ref().map(|query| {
        let name = &query.literal;
        quote_spanned!(span=> .query(#name))
    });
    let requirements = requirements.expressions(short, span);
    quote_spanned! {span=>
        #private::#attribute(#private::#method, #literal, ::core::module_path!(), #name)
            #(.and(#private::#methods))* #claims_only #query #(.require(#requirements))*
    }
}

/// What stands before the handler. With a predicate it is underlined as the predicate's path.
fn gate(route: &Route<'_>, signature: &Signature) -> TokenStream {
    if let Some(predicate) = route.requirements.predicate() {
        let (low, high) = ends(predicate);
        let state = signature.checking(low);
        let argument = quote_spanned!(high=> (#predicate));
        return quote_spanned!(low=> #state.checked #argument);
    }
    let span = route.handler.ident.span();
    let private = short(span);
    match route.access {
        Access::Protected => quote_spanned!(span=> #private::Protected),
        Access::Whitelisted | Access::Ignored => quote_spanned!(span=> #private::Public),
    }
}
