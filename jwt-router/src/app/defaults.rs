//! Applies `defaults!`, which adds requirements to all handlers of a module and its submodules.

use crate::{
    app::{builder::Handler, exceptions},
    entity::EntityRef,
    location::SourceLocation,
    policy::{Defaults, Requirements, RouteMeta},
    problem::BuildProblem,
};

inventory::collect!(Defaults);

/// Adds the requirements of `defaults!` to each handler in the module and its submodules, starting with the
/// outermost module.
///
/// A caller has to meet the requirements of the handler and of all its modules, so defaults only make a policy
/// stricter. Returns a problem for each handler that contradicts the defaults of its modules.
pub(super) fn apply(handlers: &mut [Handler]) -> Vec<BuildProblem> {
    let mut problems = Vec::new();
    for handler in handlers {
        let mut entity_from = SourceLocation::from(&handler.meta);
        for defaults in around(&handler.meta) {
            if let Some(public) = public(&handler.meta, defaults) {
                problems.push(public);
                continue;
            }
            problems.extend(outside_prefix(&handler.meta, defaults));
            let added = defaults.requirements();
            let conflict = entity_conflict(&handler.requirements, &added, &entity_from, defaults);
            if handler.requirements.entity().is_none() && added.entity().is_some() {
                entity_from = SourceLocation::from(defaults);
            }
            handler.requirements.extend(added);
            // A contradiction of two modules would be reported for each of their handlers.
            problems.extend(conflict.filter(|conflict| !problems.contains(conflict)));
        }
    }
    problems
}

/// Returns the places of the `defaults!` calls that apply to none of these handlers.
pub(super) fn idle(handlers: &[Handler]) -> Vec<SourceLocation> {
    let holds = |defaults: &Defaults| {
        let mut handlers = handlers.iter();
        handlers.any(|handler| defaults.hold_for(&handler.meta.handler))
    };
    inventory::iter::<Defaults>
        .into_iter()
        .filter(|defaults| !holds(defaults))
        .map(SourceLocation::from)
        .collect()
}

/// Returns the defaults of the modules that contain the handler, the outermost first.
fn around(meta: &RouteMeta) -> Vec<&'static Defaults> {
    let mut around: Vec<&Defaults> = inventory::iter::<Defaults>
        .into_iter()
        .filter(|defaults| defaults.hold_for(&meta.handler))
        .collect();
    // A program and its library may have the same name, and each may have defaults for one module path.
    around.sort_by_key(|defaults| (defaults.module.len(), defaults.file, defaults.line));
    around
}

/// Returns a problem if the handler is public, because every route in a module with defaults needs a token.
fn public(meta: &RouteMeta, defaults: &Defaults) -> Option<BuildProblem> {
    meta.access()
        .is_public()
        .then(|| BuildProblem::PublicUnderDefaults {
            handler: SourceLocation::from(meta),
            defaults: SourceLocation::from(defaults),
        })
}

/// Returns a problem if the handler's path does not start with the prefix of the module's defaults.
fn outside_prefix(meta: &RouteMeta, defaults: &Defaults) -> Option<BuildProblem> {
    let prefix = defaults.prefix?;
    (!exceptions::is_under(meta.path, prefix)).then(|| BuildProblem::OutsideDefaultPrefix {
        handler: SourceLocation::from(meta),
        path: meta.path,
        prefix,
        defaults: SourceLocation::from(defaults),
    })
}

/// Returns a problem if the module's defaults and the handler, or a submodule that contains it, accept no
/// common entity.
fn entity_conflict(
    requirements: &Requirements,
    added: &Requirements,
    from: &SourceLocation,
    defaults: &Defaults,
) -> Option<BuildProblem> {
    let (entity, added) = (requirements.entity()?, added.entity()?);
    let entities: Vec<EntityRef> = entity.entities().collect();
    let demanded: Vec<EntityRef> = added.entities().collect();
    let is_shared = |entity: &EntityRef| demanded.iter().any(|other| other.is_same(*entity));
    (!entities.iter().any(is_shared)).then(|| BuildProblem::EntityUnlikeDefaults {
        first: from.clone(),
        entity: EntityRef::type_names(&entities),
        defaults: SourceLocation::from(defaults),
        demanded: EntityRef::type_names(&demanded),
    })
}

impl From<&Defaults> for SourceLocation {
    fn from(defaults: &Defaults) -> Self {
        Self {
            what: format!("defaults! of {}", defaults.module),
            file: defaults.file,
            line: defaults.line,
        }
    }
}
