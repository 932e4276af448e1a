//! The entities that the tokens of other issuers stand for.

use crate::{
    app::{AppBuilder, builder::Handler},
    entity::{EntityRef, EntityRegistry},
    problem::BuildProblem,
};

/// Makes them known, also where only claims are read.
pub(super) fn add_entities(app: &AppBuilder, entities: &mut EntityRegistry) {
    for entity in accepted(app) {
        let mut tables = entities.tables().iter();
        // Where its table is another type's, no token of this issuer is of it.
        if tables.all(|known| known.entity.table() != entity.table()) {
            entities.add_unloaded(entity);
        }
    }
}

/// Returns the entities whose tokens an authenticator accepts.
fn accepted(app: &AppBuilder) -> impl Iterator<Item = EntityRef> {
    let authenticators = app.jwt.config().authenticators.iter();
    authenticators.flat_map(|authenticator| authenticator.entities())
}

/// A handler that takes every entity, and entities that nothing loads for it.
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
