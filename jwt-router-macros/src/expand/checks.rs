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

/// Prints the checks that the argument does not need a token which the route does not take. A request to a public
/// route may have no token.
///
/// On a route that takes access tokens, only an argument whose type is called `Link`, `Refresh` or `Ticket` is checked,
/// since each check costs the compiler time; such a type under another name is found when the application is built.
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

/// Prints the check that the argument holds no entity, since a route with `claims_only` loads none.
fn loaded_check(argument: &Typed<'_>) -> TokenStream {
    argument.check("ClaimsOnlyArg", None, "HOLDS_ENTITY")
}

/// Prints the check that the argument, if it is a `Path`, takes as many captures as the route's path has.
fn captures_check(argument: &Typed<'_>, captures: usize) -> TokenStream {
    argument.check("CapturesArg", Some(quote!(::<_, #captures>)), "CAPTURES")
}
