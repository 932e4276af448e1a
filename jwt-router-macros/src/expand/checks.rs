//! What the types of the arguments have to agree with, checked where they stand.

use proc_macro2::TokenStream;
use quote::quote_spanned;

use super::Private;
use super::argument::Typed;
use crate::model::{Access, Argument, Route};

/// The checks of all arguments, as statements.
pub(super) fn checks(route: &Route<'_>, arguments: &[Typed<'_>], private: &Private) -> TokenStream {
    let captures = route.path.captures();
    arguments
        .iter()
        .map(|argument| {
            let public =
                (route.access != Access::Protected).then(|| public_check(argument, private));
            let loaded = route.claims_only.then(|| loaded_check(argument, private));
            let captures = argument
                .argument
                .may_capture()
                .then(|| captures_check(argument, captures, private));
            quote::quote! { #public #loaded #captures }
        })
        .collect()
}

/// Whether a check of `route` reads `ArgCaptures::CAPTURES`.
pub(super) fn reads_captures(route: &Route<'_>) -> bool {
    route.handler.arguments.iter().any(Argument::may_capture)
}

/// A public route has no token to give to an argument that needs one.
fn public_check(argument: &Typed<'_>, private: &Private) -> TokenStream {
    argument.check("PublicArg", None, "NEEDS_TOKEN", private)
}

/// A route that loads nothing has no entity to give to an argument that holds one.
fn loaded_check(argument: &Typed<'_>, private: &Private) -> TokenStream {
    argument.check("ClaimsOnlyArg", None, "HOLDS_ENTITY", private)
}

/// The path has to have as many captures as the argument takes.
fn captures_check(argument: &Typed<'_>, captures: usize, private: &Private) -> TokenStream {
    let (low, _) = argument.argument.spans();
    let captures = quote_spanned!(low=> ::<_, #captures>);
    argument.check("CapturesArg", Some(captures), "CAPTURES", private)
}
