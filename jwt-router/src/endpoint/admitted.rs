use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use axum::response::Response;
use http::{StatusCode, request::Parts};

use crate::{
    auth::{Authentication, Credentials, Head, JwtRoutes, Privacy, Refusal, RouteGuard},
    endpoint::Exit,
    entity::{AnyEntity, Caller, Entity, G},
    rejection::{RefusalObserver, Rejection, RejectionKind},
};

/// A request that its route's guard let through, with its caller as far as the caller is known.
#[derive(Clone)]
pub struct Admitted {
    guard: Arc<RouteGuard>,
    caller: CallerState,
    privacy: Privacy,
    shared: Option<Arc<SharedCaller>>,
}

/// The caller as the extractors of one request share it through the request's extensions.
///
/// It exists if the handler may have extractors of unknown type.
struct SharedCaller {
    /// The credentials of the request at the time when the guard let it through.
    credentials: Credentials,
    /// The caller, once an extractor of a public route has authenticated the request.
    caller: OnceLock<CallerState>,
}

/// The state of authentication of a request.
#[derive(Clone)]
enum CallerState {
    /// The route is public, and no argument has taken the caller yet.
    Unknown,
    /// The request has no token.
    NoToken,
    Caller(Caller),
}

impl Admitted {
    /// Admits this caller.
    pub(super) const fn of(guard: Arc<RouteGuard>, caller: Caller, privacy: Privacy) -> Self {
        Self {
            guard,
            caller: CallerState::Caller(caller),
            privacy,
            shared: None,
        }
    }

    /// Admits everybody; the token is looked at when an argument asks.
    pub(crate) fn public(guard: Arc<RouteGuard>, head: Head<'_>) -> Self {
        Self {
            privacy: Privacy::of(&guard, head),
            guard,
            caller: CallerState::Unknown,
            shared: None,
        }
    }

    /// Returns the value that extractors of unknown type find in the request's extensions; `None` if the route
    /// has no such extractor.
    pub(super) fn share(&mut self, head: Head<'_>) -> Option<Self> {
        if !self.guard.is_opaque() {
            return None;
        }
        self.shared = Some(Arc::new(SharedCaller {
            credentials: Credentials::of(&self.guard, head),
            caller: OnceLock::new(),
        }));
        Some(self.clone())
    }

    /// As [`share`](Self::share), among the extensions of the request's own head.
    pub(super) fn share_in(&mut self, parts: &mut Parts) {
        if let Some(shared) = self.share(Head::from(&*parts)) {
            parts.extensions.insert(shared);
        }
    }

    /// Returns the state of authentication, which may come from another extractor of this request.
    fn known(&self) -> &CallerState {
        match (&self.caller, &self.shared) {
            (CallerState::Unknown, Some(shared)) => {
                shared.caller.get().unwrap_or(&CallerState::Unknown)
            }
            (known, _) => known,
        }
    }

    /// Returns the value that the guard of this request inserted into its extensions.
    ///
    /// Returns `None` if the credentials of the request have changed since: a handler that replaces the token
    /// of a request and passes it on must not pass its own caller on with it.
    pub(crate) fn shared(parts: &Parts) -> Option<Self> {
        let admitted: &Self = parts.extensions.get()?;
        let shared = admitted.shared.as_ref()?;
        let credentials = Credentials::of(&admitted.guard, Head::from(parts));
        (shared.credentials == credentials).then(|| admitted.clone())
    }

    pub(crate) fn jwt(&self) -> &JwtRoutes {
        &self.guard.jwt
    }

    /// Logs a refusal, and returns it as the rejection of this request.
    pub(super) fn reject(&self, refusal: Refusal, parts: &Parts) -> Rejection {
        let observer = RefusalObserver::of(&parts.extensions);
        self.guard.reject(refusal, observer)
    }

    /// Refuses a caller whom the route's predicate does not let in.
    ///
    /// `verdict` is `None` if the endpoint has no predicate; then a policy that names one refuses.
    pub(crate) fn check_predicate(
        &self,
        verdict: Option<bool>,
        parts: &Parts,
    ) -> Result<(), Rejection> {
        let checked = self.guard.check_predicate(verdict);
        checked.map_err(|refusal| self.reject(refusal, parts))
    }

    /// Returns the predicate's own response, as it is, but with 403 in place of a success status: a client
    /// would take a refused request for completed.
    pub(crate) fn answer(&self, mut response: Response) -> Response {
        if response.status().is_success() {
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
        self.guard.note_answer(response.status());
        self.finish(response)
    }

    /// Returns the caller, whom it authenticates at the first call; `None` if the request has no token.
    ///
    /// A token that is not valid is refused, and never treated as no token.
    async fn caller(&mut self, parts: &mut Parts) -> Result<Option<&Caller>, Rejection> {
        if matches!(self.known(), CallerState::Unknown) {
            let head = Head::from(&*parts);
            let known = match self.guard.authenticate(head) {
                Ok(Authentication::Known(caller)) => Ok(CallerState::Caller(caller)),
                Ok(Authentication::Waiting(pending)) => {
                    let caller = pending.settled(&self.guard).await;
                    caller.map(CallerState::Caller)
                }
                Err(refusal) if refusal.is_missing() => Ok(CallerState::NoToken),
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

    /// Returns the caller as a `G<E>`; `None` if the request has no token.
    pub(crate) async fn optional<E: Entity>(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Option<G<E>>, Rejection> {
        let Some(caller) = self.caller(parts).await? else {
            return Ok(None);
        };
        let is_other = !caller.table.is::<E>();
        match G::typed(caller.clone()) {
            Some(g) => Ok(Some(g)),
            None if is_other => Err(self.reject(Refusal::OTHER_ENTITY, parts)),
            // The route is `claims_only`, and this argument is inside an extractor, where rustc could not check
            // it.
            None => Err(unguarded::<G<E>>(parts)),
        }
    }

    /// Returns the caller as a `G<E>`; refuses a request without a token.
    pub(crate) async fn typed<E: Entity>(&mut self, parts: &mut Parts) -> Result<G<E>, Rejection> {
        match self.optional(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// Returns the caller of any table; `None` if the request has no token.
    pub(crate) async fn optional_any(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Option<G<AnyEntity>>, Rejection> {
        Ok(self.caller(parts).await?.cloned().map(G::any))
    }

    /// Returns the caller of any table; refuses a request without a token.
    pub(crate) async fn any(&mut self, parts: &mut Parts) -> Result<G<AnyEntity>, Rejection> {
        match self.optional_any(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// Returns what is kept of the request until the handler has responded, to set `Cache-Control` in the response.
    pub(super) const fn exit(&self) -> Leaving {
        Leaving(self.privacy)
    }

    /// Completes the response with the `Cache-Control` that the caller's credentials require.
    pub(crate) fn finish(&self, response: Response) -> Response {
        self.exit().finish(response)
    }
}

/// What is kept of an admitted request while its handler runs: how `Cache-Control` is to be set in the response.
#[derive(Clone, Copy)]
pub struct Leaving(Privacy);

impl Exit for Leaving {
    fn finish(&self, mut response: Response) -> Response {
        self.0.tell(response.headers_mut());
        response
    }
}

impl fmt::Debug for Leaving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Leaving")
    }
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}

/// Returns the 500 of an extractor `T` in a request that passed no guard, and logs it.
pub(crate) fn unguarded<T>(parts: &Parts) -> Rejection {
    tracing::error!(
        extractor = std::any::type_name::<T>(),
        "a handler takes the caller, but no guard runs before it: serve it through `JwtRoutes::app()`"
    );
    let kind = RejectionKind::Unguarded;
    if let Some(observer) = RefusalObserver::of(&parts.extensions) {
        observer.notify(kind);
    }
    Rejection::new(kind, None)
}
