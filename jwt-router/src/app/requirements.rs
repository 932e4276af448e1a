//! Finds requirements of annotated handlers that no caller can meet, or that have no effect.

use crate::{
    app::builder::Handler,
    entity::{EntityRef, EntityRegistry},
    location::SourceLocation,
    policy::{ClaimSources, requirement::Restricted},
    problem::{BuildProblem, RequirementProblem},
};

/// Returns the problems of one handler's requirements, such as a role that no caller can have.
pub(super) fn problems(
    handler: &Handler,
    entities: &EntityRegistry,
    claims: &ClaimSources,
) -> Vec<BuildProblem> {
    let location = SourceLocation::from(&handler.meta);
    if handler.meta.access().is_public() {
        let requirements = handler.requirements.iter();
        let public = requirements.map(|requirement| RequirementProblem::PublicRequirement {
            handler: location.clone(),
            argument: requirement.argument(),
        });
        return public.map(BuildProblem::from).collect();
    }
    let mut problems = handler.requirements.problems(&Restricted {
        handler: location,
        callers: callers(handler, entities),
        names_callers: handler.requirements.entity().is_some(),
        claims_only: handler.meta.claims_only,
        claims,
    });
    if handler.meta.claims_only {
        problems.extend(unloaded_versions(handler, entities));
    }
    problems.into_iter().map(BuildProblem::from).collect()
}

/// Returns a problem for each entity type with a token version, which a `claims_only` route could not compare
/// without loading the entity.
fn unloaded_versions(
    handler: &Handler,
    entities: &EntityRegistry,
) -> impl Iterator<Item = RequirementProblem> {
    let callers = callers(handler, entities).into_iter();
    let versioned = callers.filter(|entity| entity.has_token_version());
    versioned.map(|entity| RequirementProblem::UnloadedTokenVersion {
        handler: SourceLocation::from(&handler.meta),
        entity: entity.type_name(),
    })
}

/// Returns the entities whose tokens the handler's route accepts.
pub(super) fn callers(handler: &Handler, entities: &EntityRegistry) -> Vec<EntityRef> {
    if let Some(entity) = handler.requirements.entity() {
        return entity.entities().collect();
    }
    let tables = entities.tables().iter().map(|table| table.entity);
    tables
        .filter(|entity| handler.meta.claims_only || entities.has_store(*entity))
        .collect()
}
