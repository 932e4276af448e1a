//! Plans an application before it is built: computes its paths, entities, guards and policy, and finds every
//! problem.

use std::sync::Arc;

use crate::app::issuers;
#[cfg(feature = "asymmetric")]
use crate::app::jwk_set;
use crate::app::providers;
use crate::{
    app::{
        AppBuilder, arguments,
        builder::Handler,
        conflicts::{self, Claim},
        exceptions, fallback,
        merge::{Guarded, service_path_problem},
        predicates,
        probe::{Probe, Reached},
        public_trees, requirements, table, token_uses,
    },
    auth::RouteGuard,
    endpoint::registered,
    entity::{EntityRef, EntityRegistry},
    location::SourceLocation,
    policy::{Attribute, PolicyTable},
    problem::{BuildProblem, PublicPathProblem},
};

/// The parts of an application that is not built yet, and the problems because of which it cannot be built.
pub(super) struct Plan {
    pub(super) problems: Vec<BuildProblem>,
    /// The full path of each handler, including the API prefix, in the order of the handlers.
    pub(super) paths: Vec<String>,
    pub(super) entities: Arc<EntityRegistry>,
    /// The merged routers, in the order in which they were merged.
    pub(super) merged: Vec<Guarded>,
    pub(super) policy: PolicyTable,
}

impl Plan {
    pub(super) fn of(app: &AppBuilder) -> Self {
        let jwt = &app.jwt;
        let (prefix, sources) = (&*jwt.config().api_name, &jwt.config().claims);
        let (entities, mut problems) = entities(app);
        let entities = Arc::new(entities);
        let paths: Vec<String> = app
            .handlers
            .iter()
            .map(|handler| full_path(handler, prefix))
            .collect();
        problems.extend(registered::unfilled());
        problems.extend(app.is_empty().then_some(BuildProblem::NoRoutes));
        problems.extend(states(app));
        problems.extend(fallback::problems(app));
        #[cfg(feature = "asymmetric")]
        problems.extend(jwk_set::problem(app));
        for (handler, path) in app.handlers.iter().zip(&paths) {
            let ignored = ignored_under_prefix(handler, path, prefix);
            problems.extend(ignored.map(BuildProblem::from));
            problems.extend(listed_by_another_name(handler));
            problems.extend(entity_problems(handler, &entities));
            problems.extend(requirements::problems(handler, &entities, sources));
            problems.extend(arguments::problem(handler));
            problems.extend(predicates::problems(handler, &entities));
            problems.extend(token_uses::problems(handler, jwt, &entities));
            problems.extend(providers::missing(app, handler));
            problems.extend(issuers::missing_stores(app, handler, &entities));
        }
        for service in &app.services {
            problems.extend(service_path_problem(&service.path, prefix).map(|reason| {
                BuildProblem::InvalidPath {
                    call: service.location.clone(),
                    reason,
                }
            }));
        }
        let claims = claims(app, &paths);
        problems.extend(conflicts::find(&claims));
        let mut merged = guarded(app, &entities);
        problems.extend(routed_by_hand(app, &claims, &merged));
        let mut below = public_trees::problems(app, &paths, &merged);
        for exception in &app.exceptions {
            let dead = exception.open(&mut merged).err().map(|problem| *problem);
            problems.extend(exception.problem(prefix).map(BuildProblem::from).or(dead));
        }
        // One mistake is reported once: when the other problem is solved, this one is too.
        below.retain(|below| !conflicts::is_reported(below, &problems));
        problems.extend(below.into_iter().map(BuildProblem::from));
        if !entities.has_stores() {
            problems.extend(app.merged.first().map(|merged| BuildProblem::NoEntity {
                handler: merged.location.clone(),
            }));
        }
        Self {
            problems,
            policy: table::of(app, &paths),
            paths,
            entities,
            merged,
        }
    }
}

/// Returns the merged routers, each behind a separate guard.
fn guarded(app: &AppBuilder, entities: &Arc<EntityRegistry>) -> Vec<Guarded> {
    app.merged
        .iter()
        .map(|merged| {
            let guard = RouteGuard::of_router(&app.jwt, entities, &merged.location);
            Guarded::new(merged.router.clone(), guard)
        })
        .collect()
}

/// Returns the full path of a handler: the API prefix, except for `#[ignored]`, and the path in its attribute.
/// After a prefix, the path `/` is left out.
fn full_path(handler: &Handler, prefix: &str) -> String {
    let path = handler.meta.path;
    match handler.meta.attribute {
        Attribute::Ignored => path.to_owned(),
        Attribute::Whitelist | Attribute::Protected if path == "/" && !prefix.is_empty() => {
            prefix.to_owned()
        }
        Attribute::Whitelist | Attribute::Protected => format!("{prefix}{path}"),
    }
}

/// Returns the registry with the entity types of the application: those with a store, and those that handlers
/// and issuers name. Also returns a problem for each table that two types have.
fn entities(app: &AppBuilder) -> (EntityRegistry, Vec<BuildProblem>) {
    let mut entities = app.jwt.config().entities.clone();
    let (mut problems, mut told) = (Vec::new(), Vec::<EntityRef>::new());
    for entity in app.handlers.iter().flat_map(Handler::entities) {
        if entities.position(entity).is_some() || told.iter().any(|other| entity.is_same(*other)) {
            continue;
        }
        let mut tables = entities.tables().iter();
        match tables.find(|known| known.entity.table() == entity.table()) {
            Some(known) => {
                told.push(entity);
                problems.push(BuildProblem::DuplicateTable {
                    table: entity.table(),
                    first: known.entity.type_name(),
                    second: entity.type_name(),
                });
            }
            None => entities.add_unloaded(entity),
        }
    }
    issuers::add_entities(app, &mut entities);
    (entities, problems)
}

/// Returns a problem for each state that a handler takes and `.state(..)` does not provide, and for each type
/// of state that is provided twice.
fn states(app: &AppBuilder) -> Vec<BuildProblem> {
    let repeated = app.states.repeated.iter();
    let mut problems: Vec<BuildProblem> = repeated
        .map(|state| BuildProblem::RepeatedState { state })
        .collect();
    for handler in &app.handlers {
        let Some(state) = handler.state else { continue };
        if !app.states.contains(state.id) {
            problems.push(BuildProblem::MissingState {
                handler: SourceLocation::from(&handler.meta),
                state: state.name,
                supplied: app.states.names(),
                advice: state.how_to_supply(),
            });
        }
    }
    problems
}

/// Returns a problem if this handler's route was found for another function's name in a `routes![..]` list.
fn listed_by_another_name(handler: &Handler) -> Option<BuildProblem> {
    let listed = handler.listed_as?;
    Some(BuildProblem::ListedByAnotherName {
        listed,
        handler: SourceLocation::from(&handler.meta),
    })
}

/// Returns a problem if the handler has `#[ignored(..)]` and its path is under the API prefix.
fn ignored_under_prefix(handler: &Handler, path: &str, prefix: &str) -> Option<PublicPathProblem> {
    let is_ignored = handler.meta.attribute == Attribute::Ignored;
    let is_wrong = is_ignored && !prefix.is_empty() && exceptions::is_under(path, prefix);
    is_wrong.then(|| PublicPathProblem::IgnoredUnderPrefix {
        route: SourceLocation::from(&handler.meta),
        path: path.to_owned(),
        prefix: prefix.to_owned(),
    })
}

/// Returns a problem for each entity type that the handler's guard has to load and that has no store, and a
/// problem if the route accepts every entity type but the application has none.
fn entity_problems(handler: &Handler, entities: &EntityRegistry) -> Vec<BuildProblem> {
    let meta = &handler.meta;
    let mut problems = Vec::new();
    if !meta.claims_only {
        let mut missing: Vec<&'static str> = handler
            .entities()
            .filter(|entity| !entities.has_store(*entity))
            .map(EntityRef::type_name)
            .collect();
        missing.dedup();
        problems.extend(
            missing
                .into_iter()
                .map(|entity| BuildProblem::MissingStore {
                    handler: SourceLocation::from(meta),
                    entity,
                }),
        );
    }
    let takes_any = !meta.access().is_public() && handler.requirements.entity().is_none();
    let has_any = entities.has_stores() || (meta.claims_only && !entities.tables().is_empty());
    if takes_any && !has_any {
        problems.push(BuildProblem::NoEntity {
            handler: SourceLocation::from(meta),
        });
    }
    problems
}

/// Returns every method and path for which an annotated handler or a public service needs a route.
fn claims(app: &AppBuilder, paths: &[String]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (handler, path) in app.handlers.iter().zip(paths) {
        claims.extend(handler.meta.methods.iter().map(|method| Claim {
            method: method.as_str(),
            path: path.clone(),
            location: SourceLocation::from(&handler.meta),
        }));
    }
    for service in &app.services {
        let path = &service.path;
        let below = path.trim_end_matches('/');
        let mut paths = vec![
            path.clone(),
            format!("{below}/"),
            format!("{below}/{{*rest}}"),
        ];
        paths.dedup();
        claims.extend(paths.into_iter().map(|path| Claim {
            method: "*",
            path,
            location: service.location.clone(),
        }));
    }
    claims
}

/// Returns a problem for each annotated route whose method and path a merged router has as well.
fn routed_by_hand(app: &AppBuilder, claims: &[Claim], guarded: &[Guarded]) -> Vec<BuildProblem> {
    let mut problems = Vec::new();
    for claim in claims {
        let Ok(method) = claim.method.parse() else {
            continue;
        };
        for (router, merged) in guarded.iter().zip(&app.merged) {
            let reached = Probe::new(&router.router).reach(&method, &claim.path);
            if matches!(reached, Reached::Route(_)) {
                problems.push(BuildProblem::DuplicateRoute {
                    method: claim.method,
                    path: claim.path.clone(),
                    first: claim.location.clone(),
                    second: merged.location.clone(),
                });
            }
        }
    }
    problems
}
