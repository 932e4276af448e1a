//! Creates the policy table of an application.

use crate::{
    app::{
        AppBuilder, builder::Handler, exceptions::Exception, fallback::UnmountedFallback,
        requirements,
    },
    entity::{EntityRef, EntityRegistry},
    jwt::token_use::TokenUse,
    location::SourceLocation,
    policy::{Access, Method, PolicyTable, Requirements, RoutePolicy},
};

/// Returns the policy table of an application. `paths` are the full paths of its handlers, in the same order.
pub(super) fn of(app: &AppBuilder, paths: &[String]) -> PolicyTable {
    let query_token = app.jwt.config().query_token.as_deref();
    let entities = &app.jwt.config().entities;
    let handlers = app.handlers.iter().zip(paths);
    let handlers =
        handlers.flat_map(|(handler, path)| annotated(handler, path, query_token, entities));
    let exceptions = app.exceptions.iter().map(|exception| {
        let Exception {
            attribute,
            method,
            path,
            location,
        } = exception;
        let method = Method::named(method.as_str());
        let query = query_token.filter(|_| method.is_some_and(takes_query));
        by_hand(method, path.clone(), attribute.access(), query, location)
    });
    let services = app.services.iter().map(|service| {
        let path = format!("{}/{{*rest}}", service.path.trim_end_matches('/'));
        by_hand(None, path, Access::Public, None, &service.location)
    });
    let merged = app.merged.iter().map(|merged| {
        let path = "*".to_owned();
        RoutePolicy {
            token_version: entities.has_versions(),
            ..by_hand(None, path, Access::Protected, query_token, &merged.location)
        }
    });
    let fallbacks = app.fallbacks.iter().map(|fallback| {
        let UnmountedFallback {
            occasion, location, ..
        } = fallback;
        let path = occasion.status().as_str().to_owned();
        by_hand(None, path, Access::Public, None, location)
    });
    let routes = handlers.chain(exceptions).chain(services);
    let routes = routes.chain(merged).chain(fallbacks);
    PolicyTable::new(routes.collect())
}

/// Returns the policies of an annotated handler, one for each of its methods.
fn annotated(
    handler: &Handler,
    path: &str,
    query_token: Option<&str>,
    entities: &EntityRegistry,
) -> Vec<RoutePolicy> {
    let meta = &handler.meta;
    let query = meta.query_parameter(query_token);
    let mut callers = requirements::callers(handler, entities).into_iter();
    let token_version = !meta.access().is_public() && callers.any(EntityRef::has_token_version);
    let line = |method: &Method| RoutePolicy {
        path: path.to_owned(),
        method: method.as_str().to_owned(),
        access: meta.access(),
        token_use: meta.token_use.clone(),
        requirements: handler.requirements.clone(),
        claims_only: meta.claims_only,
        token_version,
        query: query.filter(|_| takes_query(*method)).map(str::to_owned),
        handler: meta.handler.to_string(),
        file: meta.file.to_owned(),
        line: meta.line,
    };
    meta.methods.iter().map(line).collect()
}

/// Returns the policy of the routes that a builder call adds or makes public. `method` is `None` for every
/// method.
fn by_hand(
    method: Option<Method>,
    path: String,
    access: Access,
    query: Option<&str>,
    location: &SourceLocation,
) -> RoutePolicy {
    RoutePolicy {
        path,
        method: method.map_or("*", Method::as_str).to_owned(),
        access,
        token_use: TokenUse::Access,
        requirements: Requirements::default(),
        claims_only: false,
        token_version: false,
        query: query.map(str::to_owned),
        handler: location.what.clone(),
        file: location.file.to_owned(),
        line: location.line,
    }
}

/// Returns whether a request with this method may have its token in the URL: only GET and HEAD (SECURITY.md,
/// rule 6).
fn takes_query(method: Method) -> bool {
    matches!(method, Method::Get | Method::Head)
}
