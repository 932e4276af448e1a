use std::{fmt, sync::Arc};

use super::JwtRoutes;
use crate::{
    entity::EntityRegistry,
    jwt::claims::RequiredClaims,
    location::SourceLocation,
    policy::{
        Access, Requirements, RouteMeta,
        requirement::{Check, Setting},
    },
};

/// Enforces the policy of one route on its requests; built once, at start-up.
pub struct RouteGuard {
    pub(crate) jwt: JwtRoutes,
    pub(super) entities: Arc<EntityRegistry>,
    /// The name of the handler, for the log; `file` and `line` are the place of its policy.
    pub(super) handler: Arc<str>,
    pub(super) file: &'static str,
    pub(super) line: u32,
    pub(super) access: Access,
    /// One check for each requirement, in the order in which they are evaluated.
    pub(super) checks: Box<[Box<dyn Check>]>,
    /// The policy names a predicate, which the endpoint has to call.
    pub(super) awaits_predicate: bool,
    /// The claims that the checks read.
    pub(super) required: RequiredClaims,
    /// The route loads no entity.
    pub(super) claims_only: bool,
    /// The query parameter that may hold the token.
    pub(super) query: Option<Box<str>>,
    pub(super) arguments: ArgumentNeeds,
}

/// How the arguments of a route's handler and predicate may use the caller.
#[derive(Clone, Copy)]
pub(super) struct ArgumentNeeds {
    /// An argument may look for the caller among the request's extensions.
    is_opaque: bool,
    /// An argument may read the token's claims again.
    pub(super) holds_token: bool,
}

impl RouteGuard {
    /// Returns the guard of an annotated handler.
    pub(crate) fn of(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        meta: &RouteMeta,
        requirements: &Requirements,
    ) -> Self {
        let config = jwt.config();
        let mut required = RequiredClaims::default();
        let mut setting = Setting {
            claim_names: &config.claim_names,
            entities,
            leeway: config.verifier.allowed_leeway(),
            required: &mut required,
        };
        let checks = requirements.checks(&mut setting);
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: Arc::clone(&meta.handler),
            file: meta.file,
            line: meta.line,
            access: meta.access(),
            awaits_predicate: checks.iter().any(|check| check.awaits_predicate()),
            checks,
            required,
            claims_only: meta.claims_only,
            query: meta
                .query
                .map(Box::from)
                .or_else(|| config.query_token.clone()),
            arguments: ArgumentNeeds {
                is_opaque: meta.is_opaque(),
                holds_token: meta.holds_token(),
            },
        }
    }

    /// Returns the guard of a hand-written router. It accepts every entity, and assumes that the handlers,
    /// which it cannot see, use the caller in every way.
    pub(crate) fn of_router(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        location: &SourceLocation,
    ) -> Self {
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: "a merged router".into(),
            file: location.file,
            line: location.line,
            access: Access::Protected,
            checks: Box::default(),
            awaits_predicate: false,
            required: RequiredClaims::default(),
            claims_only: false,
            query: jwt.config().query_token.clone(),
            arguments: ArgumentNeeds {
                is_opaque: true,
                holds_token: true,
            },
        }
    }

    /// Returns whether an argument may look for the caller among the request's extensions.
    pub(crate) const fn is_opaque(&self) -> bool {
        self.arguments.is_opaque
    }

    /// Returns the tables that the guard knows.
    pub(crate) fn entities(&self) -> &EntityRegistry {
        &self.entities
    }

    /// Returns the claims that the route reads besides those of every token.
    pub(crate) fn required_claims(&self) -> Option<&RequiredClaims> {
        Some(&self.required).filter(|required| !required.is_empty())
    }

    /// Returns whether the route loads no entity.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) const fn is_claims_only(&self) -> bool {
        self.claims_only
    }
}

impl fmt::Debug for RouteGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteGuard")
            .field("handler", &self.handler)
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}
