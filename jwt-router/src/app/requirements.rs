//! Requirements of annotated handlers that could never be met, or mean nothing.

use crate::{
    app::builder::Handler,
    entity::{EntityRef, EntityRegistry},
    jwt::claims::AUTH_TIME,
    location::Location,
    policy::{ClaimNames, Needs, Requirements, RouteMeta, is_scope_token},
    problem::Problem,
};

/// What is wrong with the requirements of one handler.
pub(super) fn problems(
    handler: &Handler,
    entities: &EntityRegistry,
    names: &ClaimNames,
) -> Vec<Problem> {
    let meta = &handler.meta;
    let Requirements {
        roles,
        scopes,
        fresh,
        guard: _,
    } = &handler.requirements;
    let callers = callers(meta, entities);
    let handler = || Location::from(meta);
    let mut problems = Vec::new();
    for (argument, needs) in [("role", roles), ("scope", scopes)] {
        if needs.iter().any(|needs| needs.names().is_empty()) {
            problems.push(Problem::EmptyRequirement {
                handler: handler(),
                argument,
            });
        }
    }
    if names_of(roles).any(String::is_empty) {
        problems.push(Problem::EmptyRole { handler: handler() });
    }
    let bad_scopes = names_of(scopes).filter(|scope| !is_scope_token(scope));
    problems.extend(bad_scopes.map(|scope| Problem::InvalidScope {
        handler: handler(),
        scope: scope.clone(),
    }));
    if !roles.is_empty() {
        problems.extend(role_problem(meta, &callers, names));
    }
    let claims = [
        (!scopes.is_empty()).then_some(&*names.scope),
        names.roles.as_deref().filter(|_| !roles.is_empty()),
        fresh.map(|_| AUTH_TIME),
    ];
    for claim in claims.into_iter().flatten() {
        let named_so = callers.iter().find(|entity| entity.key() == claim);
        problems.extend(named_so.map(|entity| Problem::KeyInTheWay {
            handler: handler(),
            claim: claim.to_owned(),
            entity: entity.type_name(),
        }));
    }
    problems
}

fn names_of(needs: &[Needs]) -> impl Iterator<Item = &String> {
    needs.iter().flat_map(Needs::names)
}

/// The entities whose tokens can come here.
pub(super) fn callers(meta: &RouteMeta, entities: &EntityRegistry) -> Vec<EntityRef> {
    if let Some(entity) = meta.entity {
        return vec![entity];
    }
    let tables = entities.tables().iter().map(|table| table.entity);
    tables
        .filter(|entity| meta.claims_only || entities.has_store(*entity))
        .collect()
}

/// Roles that nobody says, or that nobody asks.
fn role_problem(meta: &RouteMeta, callers: &[EntityRef], names: &ClaimNames) -> Option<Problem> {
    let says_its_roles = callers.iter().find(|entity| entity.has_roles());
    match says_its_roles {
        Some(entity) if meta.claims_only => Some(Problem::UnloadedRoles {
            handler: Location::from(meta),
            entity: entity.type_name(),
        }),
        // Without any entity there is another problem.
        None if names.roles.is_none() && !callers.is_empty() => Some(Problem::NoRoles {
            handler: Location::from(meta),
            entities: type_names(callers),
        }),
        Some(_) | None => None,
    }
}

pub(super) fn type_names(entities: &[EntityRef]) -> String {
    let names: Vec<&str> = entities.iter().map(|entity| entity.type_name()).collect();
    names.join("`, `")
}
