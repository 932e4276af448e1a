//! Creates the policy table of an application.

use crate::{
    app::{
        AppBuilder, builder::Handler, exceptions::Exception, fallback::UnmountedFallback,
        requirements,
    },
    entity::{EntityRef, EntityRegistry},
    jwt::token_use::TokenUse,
    location::SourceLocation,
    policy::{Access, Method, PolicyTable, Requirements, RoutePolicy, TokenTransports},
};

/// Returns the policy table of an application. `paths` are the full paths of its handlers, in the same order.
pub(super) fn of(app: &AppBuilder, paths: &[String]) -> PolicyTable {
    let usual = &app.jwt.config().transports;
    let entities = &app.jwt.config().entities;
    let handlers = app.handlers.iter().zip(paths);
    let handlers = handlers.flat_map(|(handler, path)| annotated(handler, path, usual, entities));
    let exceptions = app.exceptions.iter().map(|exception| {
        let Exception {
            attribute,
            method,
            path,
            location,
        } = exception;
        let method = Method::named(method.as_str());
        let transports = method.map_or_else(TokenTransports::default, |it| taken_by(it, usual));
        by_hand(
            method,
            path.clone(),
            attribute.access(),
            &transports,
            location,
        )
    });
    let services = app.services.iter().map(|service| {
        let path = format!("{}/{{*rest}}", service.path.trim_end_matches('/'));
        by_hand(
            None,
            path,
            Access::Public,
            &TokenTransports::default(),
            &service.location,
        )
    });
    let merged = app.merged.iter().map(|merged| {
        let path = "*".to_owned();
        RoutePolicy {
            token_version: entities.has_versions(),
            ..by_hand(None, path, Access::Protected, usual, &merged.location)
        }
    });
    let fallbacks = app.fallbacks.iter().map(|fallback| {
        let UnmountedFallback {
            occasion, location, ..
        } = fallback;
        let path = occasion.status().as_str().to_owned();
        by_hand(
            None,
            path,
            Access::Public,
            &TokenTransports::default(),
            location,
        )
    });
    let routes = handlers.chain(exceptions).chain(services);
    let routes = routes.chain(merged).chain(fallbacks);
    PolicyTable::new(routes.collect())
}

/// Returns the policies of an annotated handler, one for each of its methods.
fn annotated(
    handler: &Handler,
    path: &str,
    usual: &TokenTransports,
    entities: &EntityRegistry,
) -> Vec<RoutePolicy> {
    let meta = &handler.meta;
    let transports = meta.transports(usual);
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
        transports: taken_by(*method, &transports),
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
    transports: &TokenTransports,
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
        transports: transports.clone(),
        handler: location.what.clone(),
        file: location.file.to_owned(),
        line: location.line,
    }
}

/// Returns which of these places may hold the token of a request with this method: the query of the URL may only
/// for GET and HEAD (SECURITY.md, rule 6).
fn taken_by(method: Method, transports: &TokenTransports) -> TokenTransports {
    let reads = matches!(method, Method::Get | Method::Head);
    TokenTransports {
        query: transports.query.clone().filter(|_| reads),
        ..transports.clone()
    }
}
