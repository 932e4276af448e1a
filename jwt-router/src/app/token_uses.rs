//! Checks the routes that take links, refresh tokens or tickets: whether these tokens can be ended, and whether the
//! handlers' arguments accept them.

use crate::{
    app::{builder::Handler, requirements},
    auth::JwtRoutes,
    entity::{EntityRef, EntityRegistry},
    jwt::token_use::TokenUse,
    location::SourceLocation,
    policy::{ArgIdentity, NeededUse},
    problem::{BuildProblem, TokenUseProblem},
};

/// Returns the problems of one handler that come from the kind of tokens that its route takes: access tokens,
/// links, refresh tokens or tickets.
pub(super) fn problems(
    handler: &Handler,
    jwt: &JwtRoutes,
    entities: &EntityRegistry,
) -> Vec<BuildProblem> {
    let mut problems = arguments(handler);
    match handler.meta.token_use {
        TokenUse::Access => {}
        TokenUse::Purpose(_) => {
            let callers = requirements::callers(handler, entities);
            if jwt.config().sessions.is_none() {
                problems.extend(without_version(handler, &callers));
            }
            problems.extend(claims_of_logins(handler, &callers));
        }
        TokenUse::Refresh | TokenUse::Ticket if jwt.config().sessions.is_some() => {}
        TokenUse::Refresh => problems.push(TokenUseProblem::NoSessions {
            handler: SourceLocation::from(&handler.meta),
        }),
        TokenUse::Ticket => problems.push(TokenUseProblem::NoTicketStore {
            handler: SourceLocation::from(&handler.meta),
        }),
    }
    problems.into_iter().map(BuildProblem::from).collect()
}

/// Returns the token use of each route that takes links or tickets, with the entity types whose tokens the route
/// accepts.
pub(super) fn taken(
    handlers: &[Handler],
    entities: &EntityRegistry,
) -> Vec<(TokenUse, Vec<EntityRef>)> {
    let uses = handlers
        .iter()
        .filter_map(|handler| match &handler.meta.token_use {
            token_use @ (TokenUse::Purpose(_) | TokenUse::Ticket) => {
                Some((token_use.clone(), requirements::callers(handler, entities)))
            }
            TokenUse::Access | TokenUse::Refresh => None,
        });
    uses.collect()
}

/// Lets the `JwtRoutes` mint links and tickets of these uses, which routes of the application take.
pub(super) fn accept(jwt: &JwtRoutes, taken: &[(TokenUse, Vec<EntityRef>)]) {
    for (token_use, callers) in taken {
        jwt.config().taken_uses.add(token_use, callers);
    }
}

/// Returns a problem for each argument of the handler or its predicate that needs a token of another use than the
/// route takes, such as an access token on a route for links.
fn arguments(handler: &Handler) -> Vec<TokenUseProblem> {
    let (takes, accepted, caller) = match handler.meta.token_use {
        TokenUse::Access => ("access tokens", NeededUse::Access, "G"),
        TokenUse::Purpose(_) => ("links", NeededUse::Link, "Link"),
        TokenUse::Refresh => ("refresh tokens", NeededUse::Refresh, "Refresh"),
        TokenUse::Ticket => ("tickets", NeededUse::Ticket, "Ticket"),
    };
    let problem = |argument: &ArgIdentity| {
        let needed = argument.needs.filter(|needed| *needed != accepted)?;
        let (needs, attribute) = match needed {
            NeededUse::Access => ("an access token", ""),
            NeededUse::Link => (
                "a link",
                "write `purpose = \"..\"` in its `#[protected(..)]`, or ",
            ),
            NeededUse::Refresh => (
                "a refresh token",
                "write `refresh` in its `#[protected(..)]`, or ",
            ),
            NeededUse::Ticket => ("a ticket", "write `ticket` in its `#[protected(..)]`, or "),
        };
        Some(TokenUseProblem::OtherArgument {
            handler: SourceLocation::from(&handler.meta),
            takes,
            argument: argument.written().unwrap_or_else(|| "G".to_owned()),
            needs,
            write: format!("{attribute}take `{caller}<..>`"),
        })
    };
    handler.meta.taken().filter_map(problem).collect()
}

/// Returns a problem for each entity type without a token version. Its links would stay valid after they were used.
fn without_version(
    handler: &Handler,
    callers: &[EntityRef],
) -> impl Iterator<Item = TokenUseProblem> {
    let callers = callers.iter().filter(|entity| !entity.has_token_version());
    callers.map(|entity| TokenUseProblem::NoVersion {
        handler: SourceLocation::from(&handler.meta),
        entity: entity.type_name(),
    })
}

/// Returns a problem for each requirement that reads a claim which only the tokens of logins have, and links do
/// not.
fn claims_of_logins(
    handler: &Handler,
    callers: &[EntityRef],
) -> impl Iterator<Item = TokenUseProblem> {
    let requirements = handler.requirements.iter();
    let of_logins = requirements.filter(|requirement| requirement.kind().reads_login(callers));
    of_logins.map(|requirement| TokenUseProblem::ClaimOfLogin {
        handler: SourceLocation::from(&handler.meta),
        argument: requirement.argument(),
    })
}
