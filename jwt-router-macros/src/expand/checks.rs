//! Prints trait bounds by which rustc checks the arguments' types; an unmet bound is reported at the argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::Typed;
use crate::model::{Route, TokenUse};

/// Prints the checks of all arguments, as statements.
pub(super) fn checks(route: &Route<'_>, arguments: &[Typed<'_>]) -> TokenStream {
    let captures = route.path.captures();
    arguments
        .iter()
        .map(|argument| {
            let token = token_check(route, argument);
            let loaded = route.claims_only.then(|| loaded_check(argument));
            let captures = argument
                .ty
                .may_not_hold(captures)
                .then(|| captures_check(argument, captures));
            quote! { #token #loaded #captures }
        })
        .collect()
}

/// Checks that the argument needs no other token than the route takes: a public route may have none.
///
/// A route that takes access tokens is checked only for an argument that is called `Link`, `Refresh` or `Ticket`, since
/// each check costs the compiler something; one by another name is found when the application is built.
fn token_check(route: &Route<'_>, argument: &Typed<'_>) -> TokenStream {
    let of_use = match route.token_use {
        TokenUse::Access => argument.ty.is_of_another_use().then_some("AccessArg"),
        TokenUse::Purpose(_) => Some("LinkArg"),
        TokenUse::Refresh => Some("RefreshArg"),
        TokenUse::Ticket => Some("TicketArg"),
    };
    let bounds = [of_use, route.access.is_public().then_some("PublicArg")];
    let bounds = bounds.into_iter().flatten();
    bounds
        .map(|bound| argument.check(bound, None, "SOURCE"))
        .collect()
}

/// Checks that the argument holds no entity: `claims_only` loads none.
fn loaded_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("ClaimsOnlyArg", None, "HOLDS_ENTITY")
}

/// Checks that the argument takes as many captures as the path has.
fn captures_check(argument: &Typed<'_>, captures: usize) -> TokenStream {
    argument.check("CapturesArg", Some(quote!(::<_, #captures>)), "CAPTURES")
}
