//! Public patterns, and the spellings of other routes' paths that they do not answer.

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

use crate::policy::Attribute;

/// The routes of an application besides the public pattern that the router chose for a request.
pub(crate) trait OtherRoutes: Send + Sync {
    /// Returns whether the path, in another spelling, is that of a guarded route.
    ///
    /// The paths under the API prefix belong to other routes than an ignored one, too.
    fn have(&self, method: &Method, path: &str, public: Attribute) -> bool;
}

/// Answers 404 where a public pattern matches the path of another route.
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

type Answer = Result<Response, Infallible>;

pin_project_lite::pin_project! {
    /// The answer of a public pattern.
    #[project = PublicPatternProjection]
    pub(crate) enum PublicPatternFuture<F> {
        NotFound { response: Ready<Answer> },
        Inner { #[pin] response: F },
    }
}

impl<F: Future<Output = Answer>> Future for PublicPatternFuture<F> {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        match self.project() {
            PublicPatternProjection::NotFound { response } => Pin::new(response).poll(context),
            PublicPatternProjection::Inner { response } => response.poll(context),
        }
    }
}

/// Turns every service of a router into one that returns which route was reached.
///
/// The services themselves are dropped: a guard that kept its own router would keep itself alive.
#[derive(Clone, Copy)]
pub(crate) struct OutlineLayer;

/// A service of a router of which only the routes are left.
#[derive(Clone, Copy)]
pub(crate) struct Outline;

/// The route that a request reached in an outline.
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
    type Future = Ready<Answer>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Ready<Answer> {
        let mut response = Response::default();
        if let Some(path) = request.extensions().get::<MatchedPath>() {
            response.extensions_mut().insert(ReachedRoute(path.clone()));
        }
        future::ready(Ok(response))
    }
}
