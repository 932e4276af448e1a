//! Predicates that would refuse every caller: the macro does not see what they take.

use crate::{
    app::{builder::Handler, requirements},
    entity::{EntityRef, EntityRegistry},
    location::Location,
    problem::Problem,
};

/// Returns what is wrong with the arguments of a handler's predicate.
pub(super) fn problems(handler: &Handler, entities: &EntityRegistry) -> Vec<Problem> {
    let meta = &handler.meta;
    let Some(predicate) = handler.requirements.predicate() else {
        return Vec::new();
    };
    let callers = requirements::callers(handler, entities);
    let mut problems = Vec::new();
    for identity in &meta.predicate.arguments {
        let (Some(entity), Some(argument)) = (identity.entity, identity.written()) else {
            continue;
        };
        if callers.iter().any(|caller| caller.is_same(entity)) {
            let is_unloaded = meta.claims_only && identity.is_loaded();
            problems.extend(is_unloaded.then(|| Problem::PredicateOfUnloaded {
                handler: Location::from(meta),
                predicate: predicate.to_owned(),
                argument,
            }));
        } else if !callers.is_empty() {
            problems.push(Problem::PredicateOfOtherEntity {
                handler: Location::from(meta),
                predicate: predicate.to_owned(),
                argument,
                entities: EntityRef::type_names(&callers),
            });
        }
    }
    problems
}
