//! `ticket`: the route takes tickets, in the query of one `GET` request.

use syn::Ident;

use super::token_use::{Beside, OtherCaller};
use crate::args::RouteArgs;
use crate::diagnostics::Diagnostics;
use crate::syntax::Method;

/// The words of messages about a route for tickets.
const TICKET: OtherCaller = OtherCaller {
    name: "Ticket",
    argument: "ticket",
    takes: "tickets",
    one: "a ticket",
    holds: "which holds the entity of the ticket",
};

/// Checks that the route can take tickets beside its other arguments.
///
/// `name` is the keyword `ticket`, for its span.
pub(super) fn check(
    name: &Ident,
    args: &RouteArgs,
    beside: &Beside<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let before = diagnostics.len();
    if beside.claims_only {
        let message = "a ticket ends with its entity, which `claims_only` does not load";
        diagnostics.error_with_help(name, message, "remove `claims_only`");
    }
    let get = Method::Get.name();
    if let Some(method) = args.methods.iter().find(|method| *method != get) {
        let message = format!("a ticket is taken from the query of `GET`, not of `{method}`");
        let help = "write `GET`, and a second handler for other methods";
        diagnostics.error_with_help(method, message, help);
    }
    let elsewhere = [
        (args.query.as_ref().map(|(query, _)| query), "query"),
        (args.websocket.as_ref(), "websocket"),
    ];
    for (argument, written) in elsewhere {
        if let Some(argument) = argument {
            let message = "a ticket is taken from the query parameter `ticket` only";
            diagnostics.error_with_help(argument, message, format!("remove `{written}`"));
        }
    }
    if let Some(value) = &args.cookies {
        let message = "a route with `ticket` reads no cookie";
        diagnostics.error_with_help(value, message, "remove `cookies`");
    }
    beside.check_arguments(&TICKET, diagnostics);
    (diagnostics.len() == before).then_some(())
}
