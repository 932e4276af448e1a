//! What the types of the arguments have to agree with, checked where they stand.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Typed;
use crate::model::Route;

/// The checks of all arguments, as statements.
pub(super) fn checks(route: &Route<'_>, arguments: &[Typed<'_>]) -> TokenStream {
    let captures = route.path.captures();
    arguments
        .iter()
        .map(|argument| {
            let public = route.access.is_public().then(|| public_check(argument));
            let loaded = route.claims_only.then(|| loaded_check(argument));
            let captures = argument
                .ty
                .may_not_hold(captures)
                .then(|| captures_check(argument, captures));
            quote! { #public #loaded #captures }
        })
        .collect()
}

/// A public route has no token to give to an argument that needs one.
fn public_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("PublicArg", None, "SOURCE")
}

/// A route that loads nothing has no entity to give to an argument that holds one.
fn loaded_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("ClaimsOnlyArg", None, "HOLDS_ENTITY")
}

/// The path has to have as many captures as the argument takes.
fn captures_check(argument: &Typed<'_>, captures: usize) -> TokenStream {
    argument.check("CapturesArg", Some(quote!(::<_, #captures>)), "CAPTURES")
}
