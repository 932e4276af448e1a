//! Functions that create requirements for tests.

use super::{
    Requirement, entity::AcceptedEntities, names::NameSet, names::NameSets, predicate::Predicate,
    role::Role, scope::Scope,
};

/// A list of names, such as roles. The `bool` is `true` if a caller needs all of the names, and `false` if one
/// name is enough.
pub(crate) type Set = (bool, Vec<String>);

pub(crate) fn all(names: &[&str]) -> Set {
    (true, names.iter().map(ToString::to_string).collect())
}

pub(crate) fn any(names: &[&str]) -> Set {
    (false, names.iter().map(ToString::to_string).collect())
}

fn sets(sets: Vec<Set>) -> NameSets {
    let sets = sets.into_iter();
    NameSets::new(
        sets.map(|(is_all, names)| NameSet::new(is_all, names))
            .collect(),
    )
}

pub(crate) fn entity(tables: &[&str]) -> Requirement {
    AcceptedEntities::named(tables).into()
}

pub(crate) fn role(names: Vec<Set>) -> Requirement {
    Role::of(sets(names)).into()
}

pub(crate) fn scope(names: Vec<Set>) -> Requirement {
    Scope::of(sets(names)).into()
}

pub(crate) fn fresh(seconds: u64) -> Requirement {
    super::fresh::fresh(seconds)
}

pub(crate) fn guard(path: &str) -> Requirement {
    Predicate::at(path).into()
}
