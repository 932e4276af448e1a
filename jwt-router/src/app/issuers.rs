//! Checks the entities of tokens that other issuers sign.

use crate::{
    app::{AppBuilder, builder::Handler},
    entity::{EntityRef, EntityRegistry},
    problem::BuildProblem,
};

/// Adds to the registry the entity types that tokens of other issuers and of providers may name. A type whose
/// store is not configured is added without a store.
pub(super) fn add_entities(app: &AppBuilder, entities: &mut EntityRegistry) {
    for entity in accepted(app) {
        let mut tables = entities.tables().iter();
        // A table of another type with this name stays: the issuer's tokens then match no caller.
        if tables.all(|known| known.entity.table() != entity.table()) {
            entities.add_unloaded(entity);
        }
    }
}

/// Returns the entity types whose tokens the configured authenticators of other issuers and of providers
/// accept.
fn accepted(app: &AppBuilder) -> impl Iterator<Item = EntityRef> {
    let authenticators = app.jwt.config().authenticators.iter();
    authenticators.flat_map(|authenticator| authenticator.entities())
}

/// Returns a problem for each entity type without a store that tokens of other issuers or of providers may
/// name, if the handler's route accepts every entity type and loads the entity.
pub(super) fn missing_stores(
    app: &AppBuilder,
    handler: &Handler,
    entities: &EntityRegistry,
) -> Vec<BuildProblem> {
    let meta = &handler.meta;
    let takes_any = handler.requirements.entity().is_none();
    if meta.claims_only || meta.access().is_public() || !takes_any {
        return Vec::new();
    }
    let mut missing: Vec<&'static str> = accepted(app)
        .filter(|entity| !entities.has_store(*entity))
        .map(EntityRef::type_name)
        .collect();
    missing.dedup();
    let problem = |entity| BuildProblem::MissingStore {
        handler: meta.into(),
        entity,
    };
    missing.into_iter().map(problem).collect()
}
