use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::response::Response;
use http::request::Parts;

use crate::{
    auth::{
        Authentication, CallerName, Credentials, Head, JwtRoutes, Privacy, Refusal, RouteGuard,
    },
    endpoint::{Exit, of_another_use, unguarded},
    entity::{AnyEntity, Caller, Entity, G, Watching},
    rejection::Rejection,
};

/// The record of a request that the guard of its route let through, without the HTTP request itself. It contains
/// the caller; on a public route, only after an argument has extracted the caller.
#[derive(Clone)]
pub struct Admitted {
    guard: Arc<RouteGuard>,
    caller: CallerState,
    privacy: Privacy,
    shared: Option<Arc<SharedCaller>>,
}

/// The caller of a request, which several extractors share through the request's extensions.
///
/// A request has a `SharedCaller` only if its handler or predicate may have an argument of a type that the crate
/// does not know, such as an extractor of the application.
struct SharedCaller {
    /// The credentials with which the guard let the request through. Extractors find the caller only while the
    /// request has the same credentials (see `Admitted::shared`).
    credentials: Credentials,
    /// The caller on a public route, set by the first extractor that needs the caller. Not used on a protected
    /// route, where [`Admitted`] contains the caller from the start.
    caller: OnceLock<CallerState>,
    /// Whether an extractor that takes the caller has refused the request. The refusal is logged already.
    is_refused: AtomicBool,
}

/// The result of authenticating a request, as far as it is known.
#[derive(Clone)]
enum CallerState {
    /// The request is not authenticated yet: the route is public, and no argument has extracted the
    /// authenticated caller.
    Unknown,
    /// The request has no token, which only a public route allows.
    NoToken,
    Caller(Caller),
}

impl Admitted {
    /// Returns the admitted request of a protected route's caller. `privacy` says what headers the response needs.
    pub(super) const fn of(guard: Arc<RouteGuard>, caller: Caller, privacy: Privacy) -> Self {
        Self {
            guard,
            caller: CallerState::Caller(caller),
            privacy,
            shared: None,
        }
    }

    /// Returns the admitted request of a public route. The request's token is verified only if an argument
    /// extracts the authenticated caller.
    pub(crate) fn public(guard: Arc<RouteGuard>, head: Head<'_>) -> Self {
        Self {
            privacy: Privacy::of(&guard, head),
            guard,
            caller: CallerState::Unknown,
            shared: None,
        }
    }

    /// Returns a copy of `self` to insert into the request's extensions, where extractors that the crate does not
    /// know, such as those of the application, find the caller; `None` if the route has no such extractor.
    pub(super) fn share(&mut self, head: Head<'_>) -> Option<Self> {
        if !self.guard.is_opaque() {
            return None;
        }
        self.shared = Some(Arc::new(SharedCaller {
            credentials: Credentials::of(&self.guard, head),
            caller: OnceLock::new(),
            is_refused: AtomicBool::new(false),
        }));
        Some(self.clone())
    }

    /// Prepares `parts` for the extractors: removes the token from the header `Sec-WebSocket-Protocol`, because a
    /// handler could send the token back in a response, and inserts a copy of this admitted request into the
    /// extensions if an extractor may read the caller from there (see [`share`](Self::share)).
    pub(super) fn enter(&mut self, parts: &mut Parts) {
        self.privacy.hide_token(&mut parts.headers);
        if let Some(shared) = self.share(Head::from(&*parts)) {
            parts.extensions.insert(shared);
        }
    }

    /// Returns what is known of the caller, and authenticates nothing: the state in `self`, or that of its
    /// [shared](Self::share) copy if an extractor has authenticated the request through the copy.
    fn known(&self) -> &CallerState {
        match (&self.caller, &self.shared) {
            (CallerState::Unknown, Some(shared)) => {
                shared.caller.get().unwrap_or(&CallerState::Unknown)
            }
            (known, _) => known,
        }
    }

    /// Returns the admitted request that the guard inserted into the extensions of `parts`.
    ///
    /// Returns `None` if the guard inserted none, or if the credentials in `parts` have changed since. The credentials
    /// are compared because a handler may replace the token, and pass the request on to another service. That service
    /// must not get the caller of the old token.
    pub(crate) fn shared(parts: &Parts) -> Option<Self> {
        let admitted: &Self = parts.extensions.get()?;
        let shared = admitted.shared.as_ref()?;
        let credentials = Credentials::of(&admitted.guard, Head::from(parts));
        (shared.credentials == credentials).then(|| admitted.clone())
    }

    pub(super) fn guard(&self) -> &RouteGuard {
        &self.guard
    }

    pub(crate) fn jwt(&self) -> &JwtRoutes {
        &self.guard.jwt
    }

    /// Logs a refusal of this request, and converts it into a response.
    pub(super) fn reject(&self, refusal: Refusal, parts: &Parts) -> Rejection {
        if let Some(shared) = &self.shared {
            shared.is_refused.store(true, Ordering::Relaxed);
        }
        let refusal = match self.caller_name() {
            Some(name) => refusal.of_caller(|| name),
            None => refusal,
        };
        self.guard.reject(&refusal, Head::from(parts))
    }

    /// Returns whether an extractor that takes the caller has refused this request, so that the refusal is logged
    /// already. Always `false` if the request's extensions have no [shared](Self::share) copy of `self`.
    pub(super) fn has_refused(&self) -> bool {
        let shared = self.shared.as_ref();
        shared.is_some_and(|shared| shared.is_refused.load(Ordering::Relaxed))
    }

    /// Refuses the request if the route's policy names a predicate. The guard [`Required`](super::Required), which
    /// calls no predicate, calls this method, so that a predicate cannot be left out by mistake.
    pub(crate) fn check_no_predicate(&self, parts: &Parts) -> Result<(), Rejection> {
        let checked = self.guard.check_no_predicate();
        checked.map_err(|refusal| self.reject(refusal, parts))
    }

    /// Returns the caller for the log; `None` if the request is not authenticated.
    pub(super) fn caller_name(&self) -> Option<CallerName> {
        match self.known() {
            CallerState::Caller(caller) => Some(CallerName::of(caller)),
            CallerState::Unknown | CallerState::NoToken => None,
        }
    }

    /// Returns the caller, or `None` if the request has no token. On a public route, the first call authenticates the
    /// request.
    ///
    /// A request with an invalid token is refused.
    pub(super) async fn caller(&mut self, parts: &mut Parts) -> Result<Option<&Caller>, Rejection> {
        if matches!(self.known(), CallerState::Unknown) {
            let head = Head::from(&*parts);
            let known = match self.guard.authenticate(head) {
                Ok(Authentication::Known(caller)) => Ok(CallerState::Caller(caller)),
                Ok(Authentication::Waiting(pending)) => {
                    let caller = pending.settled(&self.guard).await;
                    caller.map(CallerState::Caller)
                }
                Err(refusal) if refusal.has_no_token() => Ok(CallerState::NoToken),
                Err(refusal) => Err(refusal),
            };
            let known = known.map_err(|refusal| self.reject(refusal, parts))?;
            match &self.shared {
                Some(shared) => drop(shared.caller.set(known)),
                None => self.caller = known,
            }
        }
        match self.known() {
            CallerState::Caller(caller) => Ok(Some(caller)),
            CallerState::NoToken | CallerState::Unknown => Ok(None),
        }
    }

    /// Returns the caller as a `G<E>`, or `None` if the request has no token. Refuses a caller who is not an `E`.
    pub(crate) async fn optional<E: Entity>(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Option<G<E>>, Rejection> {
        self.check_logged_in::<G<E>>(parts)?;
        let Some(caller) = self.caller(parts).await?.cloned() else {
            return Ok(None);
        };
        let is_other = !caller.table.is::<E>();
        match G::typed(caller, self.watching()) {
            Some(g) => Ok(Some(g)),
            None if is_other => Err(self.reject(Refusal::OTHER_ENTITY, parts)),
            // The route is `claims_only`, and an extractor of the application extracts this argument in its own code,
            // where rustc could not check it.
            None => Err(unguarded::<G<E>>(parts)),
        }
    }

    /// Returns the caller as a `G<E>`. Refuses a request without a token, and a caller who is not an `E`.
    pub(crate) async fn typed<E: Entity>(&mut self, parts: &mut Parts) -> Result<G<E>, Rejection> {
        match self.optional(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// Returns the caller, who may be of any entity type, or `None` if the request has no token.
    pub(crate) async fn optional_any(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Option<G<AnyEntity>>, Rejection> {
        self.check_logged_in::<G>(parts)?;
        let caller = self.caller(parts).await?.cloned();
        Ok(caller.map(|caller| G::any(caller, self.watching())))
    }

    /// Returns the caller, who may be of any entity type. Refuses a request without a token.
    pub(crate) async fn any(&mut self, parts: &mut Parts) -> Result<G<AnyEntity>, Rejection> {
        match self.optional_any(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// Returns the guard, by which an argument such as `G<User>` checks the caller again while a stream is open.
    pub(super) fn watching(&self) -> Arc<dyn Watching> {
        Arc::<RouteGuard>::clone(&self.guard)
    }

    /// Returns a 500 rejection if the route takes tokens of another use than access tokens, such as links (tokens
    /// for one purpose). `T` is the argument type, such as `G<User>`, that contains a logged-in caller; the bearer
    /// of a link is not logged in.
    ///
    /// This happens only if an extractor of the application extracts `T` in its own code, which neither rustc nor
    /// `AppBuilder::build` can check.
    fn check_logged_in<T>(&self, parts: &Parts) -> Result<(), Rejection> {
        if self.guard.takes_access_tokens() {
            return Ok(());
        }
        Err(of_another_use::<T>(parts))
    }

    /// Returns the part of `self` that is kept while the handler runs, to set headers of the response afterwards.
    pub(super) const fn exit(&self) -> Leaving {
        Leaving(self.privacy)
    }

    /// Adds the headers that the response needs, such as `Cache-Control: private` if the token was in a cookie.
    pub(crate) fn finish(&self, response: Response) -> Response {
        self.exit().finish(response)
    }
}

/// The part of an admitted request that is kept while its handler runs: which headers the response needs, such as
/// `Cache-Control: private` if the token was in a cookie.
#[derive(Clone, Copy)]
pub struct Leaving(Privacy);

impl Exit for Leaving {
    fn finish(&self, mut response: Response) -> Response {
        self.0.tell(response.status(), response.headers_mut());
        response
    }
}

impl fmt::Debug for Leaving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Leaving")
    }
}

impl AsMut<Self> for Admitted {
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}
