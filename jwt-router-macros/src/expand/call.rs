//! The adapter: it *is* the handler that axum calls.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::Private;
use super::argument::Typed;
use super::paths::local;
use crate::model::{Handler, Route, State};

/// The handler of `route` for every state that it can be called with.
pub(super) fn call(
    route: &Route<'_>,
    hidden: &Ident,
    arguments: &[Typed<'_>],
    private: &Private,
) -> TokenStream {
    let span = route.handler.ident.span();
    let steps = steps(&route.handler, arguments, private);
    let private = private.at(span);
    // Not at the handler's span, or rustc offers to add type parameters there.
    let any = Ident::new("AnyState", Span::call_site());
    let (generics, state, bounds) = match &route.state {
        State::Named(state) => (None, quote!(#state), None),
        State::Holding(parts) => (
            Some(quote!(<#any>)),
            quote!(#any),
            Some(quote_spanned! {span=>
                where
                    #any: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
                    #(#parts: #private::FromRef<#any>,)*
            }),
        ),
    };
    let [guard, request, value] = ["guard", "request", "state"].map(|name| local(name, span));
    quote_spanned! {span=>
        impl #generics #private::Call<#state> for #hidden #bounds {
            fn call(
                #guard: Self::Guard,
                #request: #private::Request,
                #value: #state,
            ) -> impl ::core::future::Future<Output = #private::Response> + ::core::marker::Send {
                async move { #steps }
            }
        }
    }
}

/// Guard, extract, call, respond.
fn steps(handler: &Handler<'_>, arguments: &[Typed<'_>], private: &Private) -> TokenStream {
    let Handler { ident, output, .. } = handler;
    let span = ident.span();
    let [guard, request, state, parts, admitted, refused, response] = [
        "guard", "request", "state", "parts", "admitted", "refused", "response",
    ]
    .map(|name| local(name, span));
    let [body, mutable] = if arguments.is_empty() {
        // Nothing reads the body: `_` drops it before the handler runs.
        [quote_spanned!(span=> _), TokenStream::new()]
    } else {
        let body = local("body", span);
        [quote!(#body), quote_spanned!(span=> mut)]
    };
    let names: Vec<Ident> = (0..arguments.len())
        .map(|at| local(&format!("argument_{at}"), span))
        .collect();
    let last = arguments.len().checked_sub(1);
    let extractions = arguments
        .iter()
        .zip(&names)
        .enumerate()
        .map(|(at, (argument, name))| argument.extraction(name, last == Some(at), private));
    // Taken as a value first: clippy wants a function that awaits nothing not to be `async`, unless
    // somebody needs it as it is.
    // The call starts where the returned type starts and ends where it ends.
    let (low, high) = output.map_or((span, span), crate::model::ends);
    let mut function = (*ident).clone();
    function.set_span(low.resolved_at(ident.span()));
    // In the user's context: rustc would point at the attribute otherwise.
    let value = Ident::new("__handler", function.span());
    let at_high = private.at(high);
    let result = quote_spanned!(high=> #value(#(#names),*).await);
    let result = quote_spanned!(high=> #at_high::HandlerOutput::response(#result));
    let respond = quote_spanned!(high=> #at_high::respond(#admitted, #result));
    let private = private.at(span);
    quote_spanned! {span=>
        let (mut #parts, #body) = #private::into_parts(#request);
        let #mutable #admitted = match #private::Guard::admit(#guard, &mut #parts, &#state).await {
            ::core::result::Result::Ok(#admitted) => #admitted,
            ::core::result::Result::Err(#refused) => return #refused,
        };
        #(#extractions)*
        let #value = #function;
        let #response = #respond;
        #response
    }
}
