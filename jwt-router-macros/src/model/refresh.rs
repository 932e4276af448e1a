//! `refresh`: the route takes refresh tokens.

use syn::Ident;

use super::token_use::{Beside, OtherCaller};
use crate::diagnostics::Diagnostics;

/// The words of messages about a route for refresh tokens.
const REFRESH: OtherCaller = OtherCaller {
    name: "Refresh",
    argument: "refresh",
    takes: "refresh tokens",
    one: "a refresh token",
    holds: "which exchanges the token for the next ones",
};

/// Checks that the route can take refresh tokens beside its other arguments.
///
/// `name` is the keyword `refresh`, for its span.
pub(super) fn check(
    name: &Ident,
    beside: &Beside<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let before = diagnostics.len();
    if beside.claims_only {
        let message = "a refresh token ends with its entity, which `claims_only` does not load";
        diagnostics.error_with_help(name, message, "remove `claims_only`");
    }
    if beside.methods.is_empty() && beside.is_complete {
        let message =
            "a refresh token is spent, and a route without a method is `GET`, which only reads";
        diagnostics.error_with_help(name, message, "write `POST` as the first argument");
    } else if let Some(method) = beside.reading_method() {
        let message = format!("a refresh token is spent, and `{method}` only reads");
        diagnostics.error_with_help(method, message, "write `POST`");
    }
    beside.check_arguments(&REFRESH, diagnostics);
    (diagnostics.len() == before).then_some(())
}
