//! What the types of the arguments have to agree with, checked where they stand.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::Private;
use crate::model::{Access, Argument, Route};

/// The checks of all arguments, as statements of a constant.
///
/// The call starts at the first token of the type and ends at its last, so that
/// an error underlines the whole type.
pub(super) fn checks(route: &Route<'_>, private: &Private) -> TokenStream {
    let captures = route.path.captures();
    route
        .handler
        .arguments
        .iter()
        .map(|argument| {
            let public =
                (route.access != Access::Protected).then(|| public_check(argument, private));
            let captures = argument
                .may_capture()
                .then(|| captures_check(argument, captures, private));
            quote::quote! { #public #captures }
        })
        .collect()
}

/// Whether a check of `route` reads `ArgCaptures::CAPTURES`.
pub(super) fn reads_captures(route: &Route<'_>) -> bool {
    route.handler.arguments.iter().any(Argument::may_capture)
}

/// A public route has no token to give to an argument that needs one.
fn public_check(argument: &Argument, private: &Private) -> TokenStream {
    let Argument { ty } = argument;
    let (low, high) = argument.spans();
    let (start, inner) = (private.at(low), private.at(high));
    let start = quote_spanned! {low=> #start::public_arg:: };
    quote_spanned! {high=> #start<#ty, { <#inner::Arg<#ty>>::NEEDS_TOKEN }>(); }
}

/// The path has to have as many captures as the argument takes.
fn captures_check(argument: &Argument, captures: usize, private: &Private) -> TokenStream {
    let Argument { ty } = argument;
    let (low, high) = argument.spans();
    let (start, inner) = (private.at(low), private.at(high));
    let start = quote_spanned! {low=> #start::captures_arg:: };
    quote_spanned! {high=> #start<#ty, { #inner::captures_match(<#inner::Arg<#ty>>::CAPTURES, #captures) }>(); }
}
