//! Keeps public patterns, such as `/{*rest}`, from serving the paths of guarded routes in another spelling.

use std::{
    convert::Infallible,
    future::{self, Ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    extract::{MatchedPath, Request},
    response::{IntoResponse, Response},
    routing::Route,
};
use http::{Method, StatusCode};
use tower_layer::Layer;
use tower_service::Service;

use super::layer::ServiceResult;
use crate::policy::Attribute;

/// The routes of an application, as a public service checks them for a path that another route should serve.
pub(crate) trait OtherRoutes: Send + Sync {
    /// Returns whether the path, in another spelling, is that of a guarded route.
    ///
    /// For an ignored route, paths under the API prefix count too.
    fn have(&self, method: &Method, path: &str, public: Attribute) -> bool;
}

/// The layer of a public pattern: responds with 404 if the path is that of a guarded route in another spelling.
#[derive(Clone)]
pub(crate) struct PublicPatternLayer {
    others: Arc<dyn OtherRoutes>,
    attribute: Attribute,
}

impl PublicPatternLayer {
    pub(crate) fn new(others: Arc<dyn OtherRoutes>, attribute: Attribute) -> Self {
        Self { others, attribute }
    }
}

impl<S> Layer<S> for PublicPatternLayer {
    type Service = PublicPattern<S>;

    fn layer(&self, inner: S) -> PublicPattern<S> {
        PublicPattern {
            layer: self.clone(),
            inner,
        }
    }
}

/// A public service whose pattern matches more than one path.
#[derive(Clone)]
pub(crate) struct PublicPattern<S> {
    layer: PublicPatternLayer,
    inner: S,
}

impl<S> Service<Request> for PublicPattern<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = PublicPatternFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let PublicPatternLayer { others, attribute } = &self.layer;
        if others.have(request.method(), request.uri().path(), *attribute) {
            return PublicPatternFuture::NotFound {
                response: future::ready(Ok(StatusCode::NOT_FOUND.into_response())),
            };
        }
        PublicPatternFuture::Inner {
            response: self.inner.call(request),
        }
    }
}

pin_project_lite::pin_project! {
    /// The future of a request to a public pattern.
    #[project = PublicPatternProjection]
    pub(crate) enum PublicPatternFuture<F> {
        NotFound { response: Ready<ServiceResult> },
        Inner { #[pin] response: F },
    }
}

impl<F: Future<Output = ServiceResult>> Future for PublicPatternFuture<F> {
    type Output = ServiceResult;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<ServiceResult> {
        match self.project() {
            PublicPatternProjection::NotFound { response } => Pin::new(response).poll(context),
            PublicPatternProjection::Inner { response } => response.poll(context),
        }
    }
}

/// The layer that replaces every service of a router by one that responds with its route.
///
/// The original services are dropped: a guard that kept its own router would keep itself alive.
#[derive(Clone, Copy)]
pub(crate) struct OutlineLayer;

/// The service with which [`OutlineLayer`] replaces the others.
#[derive(Clone, Copy)]
pub(crate) struct Outline;

/// The response extension of [`Outline`]: the route that the router chose for the request.
#[derive(Clone)]
pub(crate) struct ReachedRoute(pub(crate) MatchedPath);

impl Layer<Route> for OutlineLayer {
    type Service = Outline;

    fn layer(&self, _service: Route) -> Outline {
        Outline
    }
}

impl Service<Request> for Outline {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<ServiceResult>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Ready<ServiceResult> {
        let mut response = Response::default();
        if let Some(path) = request.extensions().get::<MatchedPath>() {
            response.extensions_mut().insert(ReachedRoute(path.clone()));
        }
        future::ready(Ok(response))
    }
}
