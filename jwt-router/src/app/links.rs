//! Finds routes for one purpose that would take links which nothing ends, or callers whom their arguments refuse.

use crate::{
    app::{builder::Handler, requirements},
    auth::JwtRoutes,
    entity::{EntityRef, EntityRegistry},
    jwt::token_use::TokenUse,
    location::SourceLocation,
    policy::{ArgIdentity, NeededUse},
    problem::{BuildProblem, LinkProblem},
};

/// Returns the problems of one handler with the use of the tokens that its route takes.
pub(super) fn problems(handler: &Handler, entities: &EntityRegistry) -> Vec<BuildProblem> {
    let mut problems = arguments(handler);
    if let TokenUse::Purpose(_) = handler.meta.token_use {
        let callers = requirements::callers(handler, entities);
        problems.extend(without_version(handler, &callers));
        problems.extend(claims_of_logins(handler, &callers));
    }
    problems.into_iter().map(BuildProblem::from).collect()
}

/// Returns the purposes for which handlers take links, each with the entities whose links the handler takes.
pub(super) fn taken(
    handlers: &[Handler],
    entities: &EntityRegistry,
) -> Vec<(String, Vec<EntityRef>)> {
    let purposes = handlers
        .iter()
        .filter_map(|handler| match &handler.meta.token_use {
            TokenUse::Purpose(purpose) => {
                Some((purpose.clone(), requirements::callers(handler, entities)))
            }
            TokenUse::Access | TokenUse::Refresh => None,
        });
    purposes.collect()
}

/// Makes it possible to mint links for these purposes.
pub(super) fn accept(jwt: &JwtRoutes, links: &[(String, Vec<EntityRef>)]) {
    for (purpose, callers) in links {
        jwt.config().purposes.add(purpose, callers);
    }
}

/// Returns a problem for each argument of the handler and of its predicate that needs tokens of another use.
fn arguments(handler: &Handler) -> Vec<LinkProblem> {
    let location = || SourceLocation::from(&handler.meta);
    let takes_access_tokens = handler.meta.token_use == TokenUse::Access;
    let problem = |argument: &ArgIdentity| {
        let written = argument.written().unwrap_or_else(|| "G".to_owned());
        match argument.needs? {
            NeededUse::Access if !takes_access_tokens => Some(LinkProblem::ArgumentOfLogin {
                handler: location(),
                argument: written,
            }),
            NeededUse::Link if takes_access_tokens => Some(LinkProblem::ArgumentOfLink {
                handler: location(),
                argument: written,
            }),
            NeededUse::Access | NeededUse::Link => None,
        }
    };
    handler.meta.taken().filter_map(problem).collect()
}

/// Returns a problem for each entity whose links would stay valid after they were used.
fn without_version(handler: &Handler, callers: &[EntityRef]) -> impl Iterator<Item = LinkProblem> {
    let callers = callers.iter().filter(|entity| !entity.has_token_version());
    callers.map(|entity| LinkProblem::NoVersion {
        handler: SourceLocation::from(&handler.meta),
        entity: entity.type_name(),
    })
}

/// Returns a problem for each requirement that reads a claim which no link has.
fn claims_of_logins(handler: &Handler, callers: &[EntityRef]) -> impl Iterator<Item = LinkProblem> {
    let requirements = handler.requirements.iter();
    let of_logins = requirements.filter(|requirement| requirement.kind().reads_login(callers));
    of_logins.map(|requirement| LinkProblem::ClaimOfLogin {
        handler: SourceLocation::from(&handler.meta),
        argument: requirement.argument(),
    })
}
