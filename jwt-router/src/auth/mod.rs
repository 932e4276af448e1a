//! What stands before a handler: finds the token, verifies it, and begins to load the entity.

pub(crate) mod begun;
pub(crate) mod credentials;
mod head;
mod jwt_routes;
pub(crate) mod privacy;
pub(crate) mod refusal;
pub(crate) mod requirements;
mod scopes;
mod token_builder;

pub(crate) use head::Head;
pub(crate) use jwt_routes::Config;
pub use jwt_routes::JwtRoutes;
pub use token_builder::TokenBuilder;

use std::{fmt, sync::Arc};

use http::{HeaderValue, Method, StatusCode};

use self::{
    begun::Begun,
    refusal::Refusal,
    requirements::{Demands, RouteTables},
};
#[cfg(feature = "jwks")]
use crate::issuer::ForeignToken;
use crate::{
    entity::{Caller, EntityRef, EntityRegistry, Origin},
    jwt::{
        token::{BearerToken, NoBearer, NoQueryToken, token_in_query},
        verify::PayloadBuffer,
    },
    location::Location,
    policy::{Access, Requirements, RouteMeta},
    rejection::{RefusalObserver, Rejection},
};

/// The policy of one route, with all that is needed to hold it: made once, at start-up.
pub struct RouteGuard {
    pub(crate) jwt: JwtRoutes,
    pub(crate) entities: Arc<EntityRegistry>,
    /// Where the policy stands, for the log.
    handler: Arc<str>,
    file: &'static str,
    line: u32,
    access: Access,
    /// The position of the one table that may come here.
    pub(crate) entity: Option<usize>,
    pub(crate) claims_only: bool,
    /// Roles, scopes and a recent login; most routes demand none.
    pub(crate) demands: Option<Box<Demands>>,
    query: Option<Box<str>>,
    /// An argument may look for the caller among the request's extensions.
    pub(crate) is_opaque: bool,
    /// An argument may read the token's claims again.
    pub(crate) holds_token: bool,
}

impl RouteGuard {
    /// The guard of an annotated handler.
    pub(crate) fn of(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        meta: &RouteMeta,
        requirements: &Requirements,
    ) -> Self {
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: Arc::clone(&meta.handler),
            file: meta.file,
            line: meta.line,
            access: meta.access,
            // An entity that is not known would be one that nobody is of.
            entity: meta
                .entity
                .map(|entity| entities.position(entity).unwrap_or(usize::MAX)),
            claims_only: meta.claims_only,
            demands: Demands::of(jwt, requirements),
            query: meta
                .query
                .map(Box::from)
                .or_else(|| jwt.config().query_token.clone()),
            is_opaque: meta.is_opaque(),
            holds_token: meta.holds_token(),
        }
    }

    /// The guard of a hand-written router: it takes every entity, and does not know its handlers.
    pub(crate) fn of_router(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        location: &Location,
    ) -> Self {
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: "a merged router".into(),
            file: location.file,
            line: location.line,
            access: Access::Protected,
            entity: None,
            claims_only: false,
            demands: None,
            query: jwt.config().query_token.clone(),
            is_opaque: true,
            holds_token: true,
        }
    }

    /// Finds and verifies the request's token, and begins to load its entity.
    pub(crate) fn begin(self: &Arc<Self>, head: Head<'_>) -> Result<Begun, Refusal> {
        #[cfg(feature = "google")]
        if let Some(sent) = self.find_strategy(head)? {
            return self.begin_strategy(sent);
        }
        self.begin_bearer(self.find_token(head)?)
    }

    /// Verifies a bearer token, and begins to load its entity.
    pub(crate) fn begin_bearer(
        self: &Arc<Self>,
        bearer: BearerToken<'_>,
    ) -> Result<Begun, Refusal> {
        let token = bearer.take_apart()?;
        let config = self.jwt.config();
        #[cfg(feature = "jwks")]
        if let Some((issuer, header)) = config.issuers.of(token, &config.verifier) {
            let foreign = ForeignToken {
                token,
                header,
                issuer,
                held: self.held(bearer)?,
            };
            return self.begin_foreign(foreign, bearer.text());
        }
        let now = config.now();
        let tables = RouteTables {
            entities: &self.entities,
            demands: self.demands.as_deref(),
        };
        let mut buffer = PayloadBuffer::new();
        let claims = config
            .verifier
            .verify(token, now, &mut buffer, &tables)
            .map_err(|reason| {
                #[cfg(feature = "jwks")]
                let reason = config.issuers.reason(token, reason);
                Refusal::invalid_token(reason.code())
            })?;
        self.enter(&claims, Origin::Own, self.held(bearer)?, now)
    }

    /// The token, if an argument may read its claims again.
    fn held(&self, bearer: BearerToken<'_>) -> Result<Option<HeaderValue>, Refusal> {
        self.holds_token.then(|| hold(bearer)).transpose()
    }

    /// The one token of the request, wherever this route takes it from.
    fn find_token<'r>(&self, head: Head<'r>) -> Result<BearerToken<'r>, Refusal> {
        let bearer = BearerToken::from_headers(head.headers);
        let Some(parameter) = self.query_parameter(head.method) else {
            return Ok(bearer?);
        };
        match (bearer, token_in_query(head.uri.query(), parameter)) {
            (bearer, Err(NoQueryToken::Missing)) => Ok(bearer?),
            (Err(NoBearer::Missing), in_query) => Ok(in_query?),
            // SECURITY.md, rule 6: a token in two places is a malformed request.
            _ => Err(Refusal::invalid_request("two_transports")),
        }
    }

    /// The query parameter of this route's tokens, for a method that may carry them.
    pub(crate) fn query_parameter(&self, method: &Method) -> Option<&str> {
        let parameter = self.query.as_deref()?;
        // SECURITY.md, rule 6: GET and HEAD only.
        (method == Method::GET || method == Method::HEAD).then_some(parameter)
    }

    /// Whether this request has a token in its URL, good or not, where this route takes one.
    pub(crate) fn has_token_in_url(&self, head: Head<'_>) -> bool {
        self.query_parameter(head.method).is_some_and(|parameter| {
            !matches!(
                token_in_query(head.uri.query(), parameter),
                Err(NoQueryToken::Missing)
            )
        })
    }

    /// Says in the log what a predicate answered in its own words: one that fails does so for every
    /// request, with a `Path` that does not fit the route for example.
    pub(crate) fn note_answer(&self, status: StatusCode) {
        let Self {
            handler,
            file,
            line,
            access,
            ..
        } = self;
        let (code, status) = ("guard_answered", status.as_u16());
        if status >= 500 {
            tracing::error!(%handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused by its predicate");
        } else {
            tracing::info!(%handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused by its predicate");
        }
    }

    /// Turns a refusal into the answer, and says so in the log and to the request's observer.
    pub(crate) fn reject(&self, refusal: Refusal, observer: Option<&RefusalObserver>) -> Rejection {
        let Self {
            handler,
            file,
            line,
            access,
            ..
        } = self;
        let status = refusal.kind.status().as_u16();
        let code = refusal.code;
        if let Some(error) = &refusal.store {
            tracing::error!(%handler, %access, location = %format_args!("{file}:{line}"), status, code, %error, "request refused");
        } else {
            tracing::info!(%handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused");
        }
        if let Some(observer) = observer {
            observer.notify(refusal.kind);
        }
        let on_reject = self.jwt.config().on_reject.as_ref();
        Rejection::new(refusal.kind, on_reject).with_challenge(refusal.challenge)
    }
}

/// The token in a form that outlives the request's head.
fn hold(bearer: BearerToken<'_>) -> Result<HeaderValue, Refusal> {
    match bearer.header() {
        Some(header) => Ok(header.clone()),
        None => {
            HeaderValue::from_bytes(bearer.text()).map_err(|_| Refusal::invalid_token("alphabet"))
        }
    }
}

impl Caller {
    /// Whether this caller is of the entity's table.
    pub(crate) fn is(&self, entity: EntityRef) -> bool {
        self.table.is_same(entity)
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
