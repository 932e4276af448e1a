//! Finds handlers with an argument that would refuse callers whom the route accepts.
//!
//! An argument that contains an entity, such as `G<User>`, accepts only the tokens of one entity type.

use crate::{
    app::builder::Handler, entity::EntityRef, location::SourceLocation, problem::BuildProblem,
};

/// Returns a problem if an argument of the handler, such as `G<User>`, would refuse a caller whom the route
/// accepts.
pub(super) fn problem(handler: &Handler) -> Option<BuildProblem> {
    let meta = &handler.meta;
    let entity = handler.requirements.entity()?;
    let callers: Vec<EntityRef> = entity.entities().collect();
    let is_refused = |held: &EntityRef| callers.iter().any(|caller| !caller.is_same(*held));
    let held = meta.held_entities().find(is_refused)?;
    let others: Vec<EntityRef> = callers
        .iter()
        .copied()
        .filter(|caller| !caller.is_same(held))
        .collect();
    if others.len() == callers.len() {
        return Some(BuildProblem::ArgumentOfOtherEntity {
            handler: SourceLocation::from(meta),
            argument: held.type_name(),
            entity: EntityRef::type_names(&callers),
        });
    }
    Some(BuildProblem::ArgumentOfOneEntity {
        handler: SourceLocation::from(meta),
        argument: held.type_name(),
        others: EntityRef::type_names(&others),
    })
}
