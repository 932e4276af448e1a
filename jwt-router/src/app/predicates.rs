//! Predicates that could let nobody in: the macro does not see what they take.

use std::any::{TypeId, type_name};

use crate::{
    app::{builder::Handler, requirements},
    entity::{AnyEntity, EntityRef, EntityRegistry, G},
    location::Location,
    problem::Problem,
};

/// What is wrong with the arguments of a handler's predicate.
pub(super) fn problems(handler: &Handler, entities: &EntityRegistry) -> Vec<Problem> {
    let meta = &handler.meta;
    let Some(predicate) = handler.requirements.predicate() else {
        return Vec::new();
    };
    let callers = requirements::callers(handler, entities);
    let mut problems = Vec::new();
    for (argument, name) in &meta.predicate.arguments {
        if callers.iter().any(|caller| caller.is_held_by(*argument)) {
            problems.extend(meta.claims_only.then(|| Problem::PredicateOfUnloaded {
                handler: Location::from(meta),
                predicate: predicate.to_owned(),
                argument: as_written(name),
            }));
        } else if holds_entity(*argument, name, entities) && !callers.is_empty() {
            problems.push(Problem::PredicateOfOtherEntity {
                handler: Location::from(meta),
                predicate: predicate.to_owned(),
                argument: as_written(name),
                entities: EntityRef::type_names(&callers),
            });
        }
    }
    problems
}

/// `G<shop::User>`, without the modules in which `G` and `Option` are.
fn as_written(name: &str) -> String {
    let any = type_name::<G<AnyEntity>>();
    let path = any.split('<').next().unwrap_or(any);
    let module = path.strip_suffix('G').unwrap_or_default();
    if module.is_empty() {
        return name.to_owned();
    }
    name.replace(module, "").replace("core::option::", "")
}

/// Whether an argument holds an entity of one type, known to the application or not.
fn holds_entity(argument: TypeId, name: &str, entities: &EntityRegistry) -> bool {
    let mut tables = entities.tables().iter();
    let is_known = tables.any(|known| known.entity.is_held_by(argument));
    let of_any = [
        TypeId::of::<G<AnyEntity>>(),
        TypeId::of::<Option<G<AnyEntity>>>(),
    ];
    is_known || (is_named_g(name) && !of_any.contains(&argument))
}

/// Whether a type has the name of a `G`. Of an entity that nothing knows there is no more to
/// compare; were the name another one day, the request would be refused instead.
fn is_named_g(name: &str) -> bool {
    let any = type_name::<G<AnyEntity>>();
    let prefix = any.split_inclusive('<').next().unwrap_or(any);
    let name = name.strip_prefix("core::option::Option<").unwrap_or(name);
    name.starts_with(prefix)
}
