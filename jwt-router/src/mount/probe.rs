//! Asks a hand-written router, before it is guarded, which route a method and path would reach.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request},
    response::Response,
};
use http::{Method, header};
use tower_layer::Layer;
use tower_service::Service;

/// What a method and a path reach in a router.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Reached {
    /// The route itself.
    Route,
    /// Its path, but not with this method.
    OtherMethod,
    /// Another route.
    OtherPath(String),
    /// Nothing.
    Nothing,
}

/// A router whose routes answer only which of them they are; no handler runs.
pub(super) struct Probe {
    router: Router,
}

impl Probe {
    pub(super) fn new(router: &Router) -> Self {
        Self {
            router: router.clone().layer(Answering),
        }
    }

    pub(super) fn reach(&self, method: &Method, path: &str) -> Reached {
        let request = Request::builder()
            .method(method)
            .uri(sample(path))
            .body(Body::empty());
        let Ok(request) = request else {
            return Reached::Nothing;
        };
        let answer = pin!(self.router.clone().call(request));
        let Poll::Ready(Ok(response)) = answer.poll(&mut Context::from_waker(Waker::noop())) else {
            return Reached::Nothing;
        };
        match response.extensions().get::<MatchedPath>() {
            None => Reached::Nothing,
            Some(matched) if matched.as_str() != path => {
                Reached::OtherPath(matched.as_str().to_owned())
            }
            // axum tells the allowed methods only where the request's is none of them.
            Some(_) if response.headers().contains_key(header::ALLOW) => Reached::OtherMethod,
            Some(_) => Reached::Route,
        }
    }
}

/// A path that the pattern matches, and hardly anything else does.
fn sample(pattern: &str) -> String {
    pattern
        .split('/')
        .map(|segment| match segment.split_once('{') {
            Some((prefix, _)) => format!("{prefix}jwt-router-probe"),
            None => segment.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[derive(Clone)]
struct Answering;

impl<S> Layer<S> for Answering {
    type Service = Self;

    fn layer(&self, _inner: S) -> Self {
        Self
    }
}

impl Service<Request> for Answering {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let mut response = Response::default();
        if let Some(matched) = request.extensions().get::<MatchedPath>() {
            response.extensions_mut().insert(matched.clone());
        }
        ready(Ok(response))
    }
}
