//! The guard of hand-written routers, as a tower layer.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    extract::{MatchedPath, Request},
    response::{IntoResponse, Response},
};
use http::Method;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    Admitted, Head, RouteGuard,
    admitted::{Entering, Waiting},
};
use crate::rejection::Rejection;

/// The routes of hand-written routers that are public, by the path as axum matched it.
///
/// Nothing compares the request's own path a second time (SECURITY.md, rule 1).
pub(crate) type PublicRoutes = HashMap<String, Vec<Method>>;

/// Guards every route of an `axum::Router`, but for the public ones.
#[derive(Clone)]
pub(crate) struct GuardLayer {
    guard: Arc<RouteGuard>,
    public: Arc<PublicRoutes>,
}

impl GuardLayer {
    pub(crate) fn new(guard: Arc<RouteGuard>, public: Arc<PublicRoutes>) -> Self {
        Self { guard, public }
    }

    fn is_public(&self, request: &Request) -> bool {
        if self.public.is_empty() {
            return false;
        }
        let Some(path) = request.extensions().get::<MatchedPath>() else {
            return false;
        };
        // HEAD follows GET, as it does in axum.
        let method = match request.method() {
            &Method::HEAD => &Method::GET,
            method => method,
        };
        self.public
            .get(path.as_str())
            .is_some_and(|methods| methods.contains(method))
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guarded<S>;

    fn layer(&self, inner: S) -> Guarded<S> {
        Guarded {
            layer: self.clone(),
            inner,
        }
    }
}

/// A service behind the guard.
#[derive(Clone)]
pub(crate) struct Guarded<S> {
    layer: GuardLayer,
    inner: S,
}

impl<S> Service<Request> for Guarded<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone,
{
    type Response = Response;
    type Error = Infallible;
    type Future = GuardedFuture<S>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request) -> GuardedFuture<S> {
        let guard = Arc::clone(&self.layer.guard);
        let is_public = self.layer.is_public(&request);
        // The clone takes the place of the service that is ready for this request.
        let spare = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, spare);
        if is_public {
            Admitted::public(guard).share(request.extensions_mut());
            return GuardedFuture::Inner {
                answer: inner.call(request),
            };
        }
        match Admitted::begin(guard, Head::from(&request)) {
            Err(rejection) => GuardedFuture::Refused {
                rejection: Some(rejection),
            },
            Ok(Entering::Admitted(admitted)) => {
                admitted.share(request.extensions_mut());
                GuardedFuture::Inner {
                    answer: inner.call(request),
                }
            }
            Ok(Entering::Waiting(waiting)) => GuardedFuture::Waiting {
                waiting,
                next: Some((inner, request)),
            },
        }
    }
}

pin_project_lite::pin_project! {
    /// A request on its way through the guard; nothing of it is boxed here.
    #[project = GuardedProjection]
    pub(crate) enum GuardedFuture<S: Service<Request>> {
        Refused { rejection: Option<Rejection> },
        Waiting { waiting: Waiting, next: Option<(S, Request)> },
        Inner { #[pin] answer: S::Future },
    }
}

impl<S> Future for GuardedFuture<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let next = match self.as_mut().project() {
                GuardedProjection::Inner { answer } => return answer.poll(context),
                GuardedProjection::Refused { rejection } => {
                    return match rejection.take() {
                        Some(rejection) => Poll::Ready(Ok(rejection.into_response())),
                        None => Poll::Pending,
                    };
                }
                GuardedProjection::Waiting { waiting, next } => {
                    match (ready!(Pin::new(waiting).poll(context)), next.take()) {
                        (Ok(admitted), Some((mut inner, mut request))) => {
                            admitted.share(request.extensions_mut());
                            Self::Inner {
                                answer: inner.call(request),
                            }
                        }
                        (Err(rejection), _) => Self::Refused {
                            rejection: Some(rejection),
                        },
                        (Ok(_), None) => return Poll::Pending,
                    }
                }
            };
            self.set(next);
        }
    }
}

impl fmt::Debug for GuardLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardLayer")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}
