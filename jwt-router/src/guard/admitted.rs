use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::response::Response;
use http::{Extensions, HeaderValue, header, request::Parts};

use super::{Begun, Coming, Head, RouteGuard, refusal::Refusal};
use crate::{
    JwtRoutes,
    entity::{AnyEntity, Caller, Entity, G},
    policy::EntityRef,
    rejection::Rejection,
};

/// A request that its route's guard let through, and what is known of its caller.
#[derive(Clone)]
pub struct Admitted {
    guard: Arc<RouteGuard>,
    caller: Known,
    is_token_in_url: bool,
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

/// A request that is let through, or whose caller's entity is still on its way.
pub(super) enum Entering {
    Admitted(Admitted),
    Waiting(Waiting),
}

/// A request whose caller's entity is on its way.
pub(super) struct Waiting {
    coming: Coming,
    /// All but the caller.
    admitted: Option<Admitted>,
}

impl Future for Waiting {
    type Output = Result<Admitted, Rejection>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let caller = ready!(Pin::new(&mut self.coming).poll(context));
        let Some(mut admitted) = self.admitted.take() else {
            return Poll::Pending;
        };
        Poll::Ready(match caller {
            Ok(caller) => {
                admitted.caller = Known::Caller(caller);
                Ok(admitted)
            }
            Err(refusal) => Err(admitted.guard.reject(refusal)),
        })
    }
}

impl Admitted {
    /// Begins to admit the holder of a token that this route accepts.
    pub(super) fn begin(guard: Arc<RouteGuard>, head: Head<'_>) -> Result<Entering, Rejection> {
        let begun = guard.begin(head).map_err(|refusal| guard.reject(refusal))?;
        let mut admitted = Self::public(guard);
        admitted.is_token_in_url = admitted.guard.is_token_in_url(head);
        Ok(match begun {
            Begun::Here(caller) => {
                admitted.caller = Known::Caller(caller);
                Entering::Admitted(admitted)
            }
            Begun::Coming(coming) => Entering::Waiting(Waiting {
                coming,
                admitted: Some(admitted),
            }),
        })
    }

    /// Admits the holder of a token that this route accepts.
    pub(crate) async fn required(
        guard: Arc<RouteGuard>,
        parts: &mut Parts,
    ) -> Result<Self, Rejection> {
        let admitted = match Self::begin(guard, Head::from(&*parts))? {
            Entering::Admitted(admitted) => admitted,
            Entering::Waiting(waiting) => waiting.await?,
        };
        admitted.share(&mut parts.extensions);
        Ok(admitted)
    }

    /// Admits everybody; the token is looked at when an argument asks.
    pub(crate) const fn public(guard: Arc<RouteGuard>) -> Self {
        Self {
            guard,
            caller: Known::NotYet,
            is_token_in_url: false,
        }
    }

    /// Puts itself where extractors that the macro does not know can find it.
    pub(crate) fn share(&self, extensions: &mut Extensions) {
        if self.guard.is_opaque {
            extensions.insert(self.clone());
        }
    }

    /// What the guard of this request left among its extensions.
    pub(crate) fn shared(parts: &Parts) -> Option<Self> {
        parts.extensions.get().cloned()
    }

    pub(crate) fn jwt(&self) -> &JwtRoutes {
        &self.guard.jwt
    }

    /// The caller, who is looked for once; `None` without a token.
    ///
    /// A token that is there and not good is refused, never taken for none.
    async fn caller(&mut self, parts: &mut Parts) -> Result<Option<&Caller>, Rejection> {
        if matches!(self.caller, Known::NotYet) {
            let head = Head::from(&*parts);
            let is_token_in_url = self.guard.is_token_in_url(head);
            let known = match self.guard.begin(head) {
                Ok(Begun::Here(caller)) => Ok(Known::Caller(caller)),
                Ok(Begun::Coming(coming)) => coming.await.map(Known::Caller),
                Err(refusal) if refusal.is_missing() => Ok(Known::Nobody),
                Err(refusal) => Err(refusal),
            };
            self.caller = known.map_err(|refusal| self.guard.reject(refusal))?;
            self.is_token_in_url = is_token_in_url && matches!(self.caller, Known::Caller(_));
            self.share(&mut parts.extensions);
        }
        match &self.caller {
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
        let is_other = !caller.is(&EntityRef::of::<E>());
        match G::typed(caller.clone()) {
            Some(g) => Ok(Some(g)),
            None if is_other => Err(self.guard.reject(Refusal::OTHER_ENTITY)),
            // `claims_only` where the macro could not see it.
            None => Err(crate::guard::unguarded(std::any::type_name::<G<E>>())),
        }
    }

    /// The caller as an `E`.
    pub(crate) async fn typed<E: Entity>(&mut self, parts: &mut Parts) -> Result<G<E>, Rejection> {
        match self.optional(parts).await? {
            Some(g) => Ok(g),
            None => Err(self.guard.reject(Refusal::MISSING)),
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
            None => Err(self.guard.reject(Refusal::MISSING)),
        }
    }

    /// The answer, not to be stored by anybody if the token travelled in the URL.
    ///
    /// RFC 6750, section 2.3; SECURITY.md, rule 6.
    pub(crate) fn finish(&self, mut response: Response) -> Response {
        if self.is_token_in_url {
            response.headers_mut().insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-store"),
            );
        }
        response
    }
}

impl fmt::Debug for Admitted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admitted")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}
