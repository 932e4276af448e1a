//! Handlers that could let nobody in: each argument lets in the callers of one table.

use crate::{app::builder::Handler, location::Location, problem::Problem};

/// An argument that takes an entity whose tokens do not come to its route.
pub(super) fn problem(handler: &Handler) -> Option<Problem> {
    let meta = &handler.meta;
    let comes = meta.entity.filter(|_| !meta.access.is_public())?;
    let other = meta.entities().find(|entity| !entity.is_same(comes))?;
    Some(Problem::ArgumentOfOtherEntity {
        handler: Location::from(meta),
        argument: other.type_name(),
        entity: comes.type_name(),
    })
}
