//! Prints trait bounds by which rustc checks the arguments' types; an unmet bound is reported at the argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Typed;
use crate::model::Route;

/// Prints the checks of all arguments, as statements.
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

/// Checks that the argument needs no token: a public route may have none.
fn public_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("PublicArg", None, "SOURCE")
}

/// Checks that the argument holds no entity: `claims_only` loads none.
fn loaded_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("ClaimsOnlyArg", None, "HOLDS_ENTITY")
}

/// Checks that the argument takes as many captures as the path has.
fn captures_check(argument: &Typed<'_>, captures: usize) -> TokenStream {
    argument.check("CapturesArg", Some(quote!(::<_, #captures>)), "CAPTURES")
}
