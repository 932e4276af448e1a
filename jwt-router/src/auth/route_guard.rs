use std::{fmt, sync::Arc};

use super::{Config, JwtRoutes};
#[cfg(feature = "jwks")]
use crate::policy::{ClaimNames, ClaimSource};
use crate::{
    entity::EntityRegistry,
    jwt::{
        claims::{ClaimSlot, GENERATION, ONCE, RequiredClaims, SID},
        token_use::{OtherUse, TokenUse},
    },
    location::SourceLocation,
    policy::{
        Access, Requirements, RouteMeta, TokenTransports,
        requirement::{Check, RouteClaim, RouteClaims, Setting},
    },
};

/// The guard of one route, which enforces the route's policy on each request before the handler is called. A guard is
/// built once, at start-up.
pub struct RouteGuard {
    pub(crate) jwt: JwtRoutes,
    pub(super) entities: Arc<EntityRegistry>,
    /// The full path of the handler's function, such as `shop::pay`, for the log; `a merged router` for a hand-written
    /// router. The fields `file` and `line` are the source location of the attribute, or of the call that adds the
    /// route or router.
    pub(super) handler: Arc<str>,
    pub(super) file: &'static str,
    pub(super) line: u32,
    pub(super) access: Access,
    /// The checks that the guard evaluates for each request, in this order: one for each requirement of the
    /// route.
    pub(super) checks: Box<[Box<dyn Check>]>,
    /// Whether the policy names a predicate (`guard = ..`), which the endpoint has to call after this guard.
    pub(super) awaits_predicate: bool,
    /// The names of the claims that the guard reads from a token of this application, besides those that are read
    /// from every token.
    pub(super) required: RequiredClaims,
    /// For each other issuer, the names of the claims that the guard reads from the issuer's tokens, besides those that
    /// are read from every token. The index is the issuer's [`ClaimSource`].
    #[cfg(feature = "jwks")]
    required_of_others: Box<[RequiredClaims]>,
    /// The `typ` and `aud` of the links, refresh tokens or tickets that the route takes; `None` if it takes access
    /// tokens.
    other_use: Option<OtherUse>,
    /// The slot of the claim `sid`: the index of its value among the values of `required`. `None` if the guard does not
    /// check the sessions of the route's tokens.
    pub(super) session: Option<ClaimSlot>,
    /// The slot of the claim `refresh_generation`: the index of its value among the values of `required`. `None` if the
    /// route takes no refresh tokens.
    pub(super) generation: Option<ClaimSlot>,
    /// The slot of the claim `once`, which marks a token for one use: the index of its value among the values of
    /// `required`. `None` if the route takes neither links (tokens for one purpose) nor tickets (for one request).
    pub(super) once: Option<ClaimSlot>,
    /// Whether the route is `claims_only`, so that the guard does not load the entity.
    pub(super) claims_only: bool,
    /// Where a request may hold the token, besides the header `Authorization`.
    pub(super) transports: TokenTransports,
    pub(super) arguments: ArgumentNeeds,
}

/// Describes how the arguments of the route's handler and predicate may use the caller.
#[derive(Clone, Copy)]
pub(super) struct ArgumentNeeds {
    /// Whether an argument has a type that this crate does not know, which may read the caller from the request's
    /// extensions.
    is_opaque: bool,
    /// Whether an argument may read the token's claims after the guard is done.
    pub(super) holds_token: bool,
}

impl RouteGuard {
    /// Returns the guard of the route whose attribute and arguments `meta` describes.
    pub(crate) fn of(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        meta: &RouteMeta,
        requirements: &Requirements,
    ) -> Self {
        let config = jwt.config();
        let mut claims = RouteClaims::default();
        // The claims `sid`, `refresh_generation` and `once` come first, so that the number of requirements cannot
        // leave them without a slot. A claim without a slot would not be compared, while a requirement without a slot
        // refuses.
        let session = read_session(config, &mut claims, &meta.token_use);
        let takes_refresh_tokens = meta.token_use == TokenUse::Refresh;
        let generation = takes_refresh_tokens.then(|| claims.add(RouteClaim::Named(GENERATION)));
        let is_single = matches!(meta.token_use, TokenUse::Purpose(_) | TokenUse::Ticket);
        let once = is_single.then(|| claims.add(RouteClaim::Named(ONCE)));
        let checks = requirements.checks(&mut Setting {
            scheme: config.scheme.as_str(),
            entities,
            claims: &mut claims,
        });
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: Arc::clone(&meta.handler),
            file: meta.file,
            line: meta.line,
            access: meta.access(),
            awaits_predicate: checks.iter().any(|check| check.awaits_predicate()),
            checks,
            required: claims.named(&config.claims.own),
            #[cfg(feature = "jwks")]
            required_of_others: named_by_others(&claims, config),
            session,
            generation: generation.flatten(),
            once: once.flatten(),
            other_use: OtherUse::of(&meta.token_use, config.verifier.audiences()),
            claims_only: meta.claims_only,
            transports: meta.transports(&config.transports),
            arguments: ArgumentNeeds {
                is_opaque: meta.is_opaque(),
                holds_token: meta.holds_token(),
            },
        }
    }

    /// Returns the guard of a hand-written router, which has no attributes. The guard accepts every entity type.
    ///
    /// The handlers of the router are unknown, so the guard provides everything that a handler may read about
    /// the caller.
    pub(crate) fn of_router(
        jwt: &JwtRoutes,
        entities: &Arc<EntityRegistry>,
        location: &SourceLocation,
    ) -> Self {
        let config = jwt.config();
        let mut claims = RouteClaims::default();
        let session = read_session(config, &mut claims, &TokenUse::Access);
        Self {
            jwt: jwt.clone(),
            entities: Arc::clone(entities),
            handler: "a merged router".into(),
            file: location.file,
            line: location.line,
            access: Access::Protected,
            checks: Box::default(),
            awaits_predicate: false,
            required: claims.named(&config.claims.own),
            #[cfg(feature = "jwks")]
            required_of_others: named_by_others(&claims, config),
            session,
            generation: None,
            once: None,
            other_use: None,
            claims_only: false,
            transports: config.transports.clone(),
            arguments: ArgumentNeeds {
                is_opaque: true,
                holds_token: true,
            },
        }
    }

    /// Returns whether an argument has a type that this crate does not know, which may read the caller from the
    /// request's extensions.
    pub(crate) const fn is_opaque(&self) -> bool {
        self.arguments.is_opaque
    }

    /// Returns the `typ` and `aud` of the links, refresh tokens or tickets that the route takes; `None` if it takes
    /// access tokens.
    pub(super) const fn other_use(&self) -> Option<&OtherUse> {
        self.other_use.as_ref()
    }

    /// Returns whether the route takes access tokens, and not links, refresh tokens or tickets.
    pub(crate) const fn takes_access_tokens(&self) -> bool {
        self.other_use.is_none()
    }

    /// Returns whether the route takes links: tokens for one purpose, such as setting a new password.
    pub(crate) fn takes_links(&self) -> bool {
        self.other_use.as_ref().is_some_and(OtherUse::is_link)
    }

    /// Returns whether the route takes refresh tokens.
    pub(crate) fn takes_refresh_tokens(&self) -> bool {
        self.other_use.as_ref().is_some_and(OtherUse::is_refresh)
    }

    /// Returns whether the route takes tickets: tokens for one request, in the query of its URL.
    pub(crate) fn takes_tickets(&self) -> bool {
        self.other_use.as_ref().is_some_and(OtherUse::is_ticket)
    }

    /// Returns the entity types whose tokens the application accepts, each with its store, if it has one.
    pub(crate) fn entities(&self) -> &EntityRegistry {
        &self.entities
    }

    /// Returns the claims that the guard reads from a token of this application, in addition to the claims that are
    /// read from every token; `None` if the guard reads no further claims.
    pub(crate) fn required_claims(&self) -> Option<&RequiredClaims> {
        Some(&self.required).filter(|required| !required.is_empty())
    }

    /// Returns the claim names in the tokens of another issuer: those of the claims with scopes and roles, and those of
    /// the claims that the guard reads in addition to the claims of every token (as
    /// [`required_claims`](Self::required_claims) returns them for own tokens). Returns `None` if the issuer is not
    /// configured.
    #[cfg(feature = "jwks")]
    pub(crate) fn claims_of(&self, source: ClaimSource) -> Option<(&ClaimNames, &RequiredClaims)> {
        let other = self.jwt.config().claims.others.get(source.get())?;
        let required = self.required_of_others.get(source.get())?;
        Some((&other.names, required))
    }

    /// Returns whether the route is `claims_only`: its guard trusts the claims of the token, and does not load the
    /// entity.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) const fn is_claims_only(&self) -> bool {
        self.claims_only
    }
}

/// Adds the claim `sid` to `claims`, the claims that a route's guard reads from each token, and returns the claim's
/// slot: the index of its value among the values that are read. Adds nothing and returns `None` if the guard does
/// not look up the sessions of tokens with this use (access, for example).
fn read_session(
    config: &Config,
    claims: &mut RouteClaims,
    token_use: &TokenUse,
) -> Option<ClaimSlot> {
    let sessions = config.sessions.as_ref()?;
    let is_checked = sessions.are_checked(token_use);
    is_checked.then(|| claims.add(RouteClaim::Named(SID)))?
}

/// Returns the names of `claims` in the tokens of other issuers: one item for each configured issuer, because
/// issuers may give the claims with scopes and roles different names.
#[cfg(feature = "jwks")]
fn named_by_others(claims: &RouteClaims, config: &Config) -> Box<[RequiredClaims]> {
    let others = config.claims.others.iter();
    others.map(|other| claims.named(&other.names)).collect()
}

impl fmt::Debug for RouteGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteGuard")
            .field("handler", &self.handler)
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}
