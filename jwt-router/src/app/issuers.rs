//! The entities that the tokens of other issuers stand for.

use crate::{
    app::{AppBuilder, builder::Handler},
    entity::{EntityRef, EntityRegistry},
    policy::Access,
    problem::Problem,
};

/// Makes them known, also where only claims are read.
pub(super) fn add_entities(app: &AppBuilder, entities: &mut EntityRegistry) {
    for issuer in app.jwt.config().issuers.iter() {
        let entity = issuer.entity();
        let mut tables = entities.tables().iter();
        // Where its table is another type's, no token of this issuer is of it.
        if tables.all(|known| known.entity.table() != entity.table()) {
            entities.add_unloaded(entity);
        }
    }
}

/// A handler that takes every entity, and entities that nothing loads for it.
pub(super) fn missing_stores(
    app: &AppBuilder,
    handler: &Handler,
    entities: &EntityRegistry,
) -> Vec<Problem> {
    let meta = &handler.meta;
    if meta.claims_only || meta.access != Access::Protected || meta.entity.is_some() {
        return Vec::new();
    }
    let issuers = app.jwt.config().issuers.iter();
    let mut missing: Vec<&'static str> = issuers
        .map(|issuer| issuer.entity())
        .filter(|entity| !entities.has_store(*entity))
        .map(EntityRef::type_name)
        .collect();
    missing.dedup();
    let problem = |entity| Problem::MissingStore {
        handler: meta.into(),
        entity,
    };
    missing.into_iter().map(problem).collect()
}
