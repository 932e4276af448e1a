//! Finds predicates whose arguments would refuse callers whom the route accepts.
//!
//! The macro sees only the predicate's path and not its arguments, so this check is made when the application
//! is built.

use crate::{
    app::{builder::Handler, requirements},
    entity::{EntityRef, EntityRegistry},
    location::SourceLocation,
    problem::{BuildProblem, RequirementProblem},
};

/// Returns a problem for each argument of a handler's predicate that would refuse callers whom the route
/// accepts, or that needs an entity which a `claims_only` route does not load. It is also a problem if several
/// arguments of the handler take the predicate's `Loaded` value.
pub(super) fn problems(handler: &Handler, entities: &EntityRegistry) -> Vec<BuildProblem> {
    let meta = &handler.meta;
    let Some(predicate) = handler.requirements.predicate() else {
        return Vec::new();
    };
    let callers = requirements::callers(handler, entities);
    let mut problems = Vec::new();
    let times = meta.handed();
    if times > 1 {
        problems.push(BuildProblem::Requirement(RequirementProblem::LoadedAgain {
            handler: SourceLocation::from(meta),
            times,
        }));
    }
    for identity in &meta.predicate.arguments {
        let (Some(entity), Some(argument)) = (identity.entity, identity.written()) else {
            continue;
        };
        let (own, others): (Vec<EntityRef>, Vec<EntityRef>) =
            callers.iter().partition(|caller| caller.is_same(entity));
        if !own.is_empty() && meta.claims_only && identity.is_loaded() {
            problems.push(BuildProblem::PredicateOfUnloaded {
                handler: SourceLocation::from(meta),
                predicate: predicate.to_owned(),
                argument,
            });
        } else if !own.is_empty() && !others.is_empty() {
            problems.push(BuildProblem::PredicateOfOneEntity {
                handler: SourceLocation::from(meta),
                predicate: predicate.to_owned(),
                argument,
                entity: entity.type_name(),
                others: EntityRef::type_names(&others),
            });
        } else if own.is_empty() && !callers.is_empty() {
            problems.push(BuildProblem::PredicateOfOtherEntity {
                handler: SourceLocation::from(meta),
                predicate: predicate.to_owned(),
                argument,
                entities: EntityRef::type_names(&callers),
            });
        }
    }
    problems
}
