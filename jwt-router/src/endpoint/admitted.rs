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

/// A request that its route's guard let through, and what is known of its caller.
#[derive(Clone)]
pub struct Admitted {
    guard: Arc<RouteGuard>,
    caller: Known,
    privacy: Privacy,
    shared: Option<Arc<Shared>>,
}

/// What the extractors of one request share, where the macro does not know all of them.
struct Shared {
    /// Whose request it was when it was admitted.
    credentials: Credentials,
    /// What one of them found out, where nothing was known at first.
    caller: OnceLock<Known>,
}

/// What is known of the caller.
#[derive(Clone)]
enum Known {
    /// Nothing was asked yet: the route is public.
    NotYet,
    /// There is no token.
    Nobody,
    Caller(Caller),
}

impl Admitted {
    /// Admits this caller.
    pub(super) const fn of(guard: Arc<RouteGuard>, caller: Caller, privacy: Privacy) -> Self {
        Self {
            guard,
            caller: Known::Caller(caller),
            privacy,
            shared: None,
        }
    }

    /// Admits everybody; the token is looked at when an argument asks.
    pub(crate) fn public(guard: Arc<RouteGuard>, head: Head<'_>) -> Self {
        Self {
            privacy: Privacy::of(&guard, head),
            guard,
            caller: Known::NotYet,
            shared: None,
        }
    }

    /// What extractors that the macro does not know are to find, if there may be any.
    pub(super) fn share(&mut self, head: Head<'_>) -> Option<Self> {
        if !self.guard.is_opaque() {
            return None;
        }
        self.shared = Some(Arc::new(Shared {
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

    /// What is known of the caller, whoever of this request found it out.
    fn known(&self) -> &Known {
        match (&self.caller, &self.shared) {
            (Known::NotYet, Some(shared)) => shared.caller.get().unwrap_or(&Known::NotYet),
            (known, _) => known,
        }
    }

    /// What the guard of this request left among its extensions.
    ///
    /// `None` when the request has other credentials by now: a handler that forwards a request in
    /// somebody else's name cannot forward its own caller with it.
    pub(crate) fn shared(parts: &Parts) -> Option<Self> {
        let admitted: &Self = parts.extensions.get()?;
        let shared = admitted.shared.as_ref()?;
        let credentials = Credentials::of(&admitted.guard, Head::from(parts));
        (shared.credentials == credentials).then(|| admitted.clone())
    }

    pub(crate) fn jwt(&self) -> &JwtRoutes {
        &self.guard.jwt
    }

    /// Returns the refusal as the response to this request.
    pub(super) fn reject(&self, refusal: Refusal, parts: &Parts) -> Rejection {
        let observer = RefusalObserver::of(&parts.extensions);
        self.guard.reject(refusal, observer)
    }

    /// Refuses a caller whom the route's predicate does not let in; `None` is the verdict of an endpoint
    /// without a predicate.
    pub(crate) fn check_predicate(
        &self,
        verdict: Option<bool>,
        parts: &Parts,
    ) -> Result<(), Rejection> {
        let checked = self.guard.check_predicate(verdict);
        checked.map_err(|refusal| self.reject(refusal, parts))
    }

    /// The predicate's own answer, which goes out as it is, but never as a success: a refused client
    /// would take its request for done.
    pub(crate) fn answer(&self, mut response: Response) -> Response {
        if response.status().is_success() {
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
        self.guard.note_answer(response.status());
        self.finish(response)
    }

    /// The caller, who is looked for once; `None` without a token.
    ///
    /// A token that is there and not good is refused, never taken for none.
    async fn caller(&mut self, parts: &mut Parts) -> Result<Option<&Caller>, Rejection> {
        if matches!(self.known(), Known::NotYet) {
            let head = Head::from(&*parts);
            let known = match self.guard.authenticate(head) {
                Ok(Authentication::Known(caller)) => Ok(Known::Caller(caller)),
                Ok(Authentication::Waiting(pending)) => {
                    let caller = pending.settled(&self.guard).await;
                    caller.map(Known::Caller)
                }
                Err(refusal) if refusal.is_missing() => Ok(Known::Nobody),
                Err(refusal) => Err(refusal),
            };
            let known = known.map_err(|refusal| self.reject(refusal, parts))?;
            match &self.shared {
                Some(shared) => drop(shared.caller.set(known)),
                None => self.caller = known,
            }
        }
        match self.known() {
            Known::Caller(caller) => Ok(Some(caller)),
            Known::Nobody | Known::NotYet => Ok(None),
        }
    }

    /// The caller as an `E`; `None` without a token.
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
            // `claims_only` where the macro could not see it.
            None => Err(unguarded::<G<E>>(parts)),
        }
    }

    /// The caller as an `E`.
    pub(crate) async fn typed<E: Entity>(&mut self, parts: &mut Parts) -> Result<G<E>, Rejection> {
        match self.optional(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// The caller, whatever its table; `None` without a token.
    pub(crate) async fn optional_any(
        &mut self,
        parts: &mut Parts,
    ) -> Result<Option<G<AnyEntity>>, Rejection> {
        Ok(self.caller(parts).await?.cloned().map(G::any))
    }

    /// The caller, whatever its table.
    pub(crate) async fn any(&mut self, parts: &mut Parts) -> Result<G<AnyEntity>, Rejection> {
        match self.optional_any(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.reject(Refusal::MISSING, parts)),
        }
    }

    /// What the response has to be told.
    pub(super) const fn exit(&self) -> Leaving {
        Leaving(self.privacy)
    }

    /// The answer, and who may store it.
    pub(crate) fn finish(&self, response: Response) -> Response {
        self.exit().finish(response)
    }
}

/// What is left of an admitted request while its handler runs: who may store the answer.
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

/// The answer of a handler that asks for a `T` where no guard stands.
pub(crate) fn unguarded<T>(parts: &Parts) -> Rejection {
    tracing::error!(
        extractor = std::any::type_name::<T>(),
        "a handler asks who calls, and no guard stands before it: serve it through `JwtRoutes::app()`"
    );
    let kind = RejectionKind::Unguarded;
    if let Some(observer) = RefusalObserver::of(&parts.extensions) {
        observer.notify(kind);
    }
    Rejection::new(kind, None)
}
