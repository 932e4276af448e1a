//! Keeps public routes from serving the paths of guarded routes. A public route whose path is a pattern, such as
//! `/{*rest}`, also matches other spellings of a guarded route's path, such as percent-encoded ones, and must respond
//! to them as to an unknown path.

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

use super::{Fallback, FallbackFuture, layer::ServiceResult};
use crate::policy::Attribute;

/// The routes of an application, as a public route whose path is a pattern needs to know them: the public route must
/// not serve another spelling of a guarded route's path, such as `/users/%6de` for `/users/me`.
pub(crate) trait OtherRoutes: Send + Sync {
    /// Returns whether `path` may be another spelling of a guarded route's path, which the public route that received
    /// the request must not serve. `public` is the attribute of that public route.
    ///
    /// The method also returns `true` for a path with a segment `..`, which file servers read in different ways,
    /// and, if `public` is `Ignored`, for paths under the API prefix, because routes with `#[ignored]` are outside
    /// of the prefix.
    fn have(&self, method: &Method, path: &str, public: Attribute) -> bool;
}

/// The tower layer of a public route whose path is a pattern. If a request has another spelling of a guarded route's
/// path, the layer responds as to an unknown path.
#[derive(Clone)]
pub(crate) struct PublicPatternLayer {
    others: Arc<dyn OtherRoutes>,
    attribute: Attribute,
    /// The application's fallback for unknown paths; `None` for an empty 404 response.
    fallback: Option<Fallback>,
}

impl PublicPatternLayer {
    pub(crate) fn new(
        others: Arc<dyn OtherRoutes>,
        attribute: Attribute,
        fallback: Option<Fallback>,
    ) -> Self {
        Self {
            others,
            attribute,
            fallback,
        }
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

/// The service of a public route whose path is a pattern, behind [`PublicPatternLayer`].
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
        let PublicPatternLayer {
            others,
            attribute,
            fallback,
        } = &self.layer;
        if !others.have(request.method(), request.uri().path(), *attribute) {
            return PublicPatternFuture::Inner {
                response: self.inner.call(request),
            };
        }
        match fallback {
            Some(fallback) => PublicPatternFuture::Fallback {
                response: fallback(request),
            },
            None => PublicPatternFuture::NotFound {
                response: future::ready(Ok(StatusCode::NOT_FOUND.into_response())),
            },
        }
    }
}

pin_project_lite::pin_project! {
    /// The future of a request to a [`PublicPattern`] service: a 404 response, the future of the application's
    /// fallback, or the future of the inner service.
    #[project = PublicPatternProjection]
    pub(crate) enum PublicPatternFuture<F> {
        NotFound { response: Ready<ServiceResult> },
        Fallback { response: FallbackFuture },
        Inner { #[pin] response: F },
    }
}

impl<F: Future<Output = ServiceResult>> Future for PublicPatternFuture<F> {
    type Output = ServiceResult;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<ServiceResult> {
        match self.project() {
            PublicPatternProjection::NotFound { response } => Pin::new(response).poll(context),
            PublicPatternProjection::Fallback { response } => {
                response.as_mut().poll(context).map(Ok)
            }
            PublicPatternProjection::Inner { response } => response.poll(context),
        }
    }
}

/// The tower layer that replaces every service of a router by one that responds with the path of its route
/// ([`ReachedRoute`]). It is applied to a copy of a merged router, to find out which route axum would choose for a
/// path.
///
/// The copy does not contain the original services, so that the guards of these services can own the copy without a
/// reference cycle.
#[derive(Clone, Copy)]
pub(crate) struct OutlineLayer;

/// The service by which [`OutlineLayer`] replaces the services of a router. It responds with [`ReachedRoute`].
#[derive(Clone, Copy)]
pub(crate) struct Outline;

/// The response extension of [`Outline`]: the path of the route that the router chose for the request.
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
