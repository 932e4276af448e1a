//! Finds out which service of a hand-written router a request would reach. axum cannot list the routes of a
//! router.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, extract::Request};
use http::{Method, header};
use tower_service::Service;

use crate::endpoint::{ServiceNumber, ThisService, WhichService};

/// The part of a router that a request with a given method and path reaches.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Reached {
    /// The route with this path, which has the method. The number identifies its service.
    Route(ServiceNumber),
    /// The route with this path, which does not have the method.
    OtherMethod,
    /// A route with another path pattern that matches this path too.
    OtherPath(String),
    /// No route of the router.
    Nothing,
}

/// A copy of a guarded router, to which probes are sent: requests that find out which service they reach.
///
/// The guard of each service responds to a probe with the service's number, and calls no handler.
pub(super) struct Probe {
    router: Router,
}

impl Probe {
    pub(super) fn new(guarded: &Router) -> Self {
        Self {
            router: guarded.clone(),
        }
    }

    /// Sends a probe with this method and a path that matches the pattern `path`, and returns the part of the
    /// router that the probe reaches.
    pub(super) fn reach(&self, method: &Method, path: &str) -> Reached {
        let request = Request::builder()
            .method(method)
            .uri(sample(path))
            .extension(WhichService)
            .body(Body::empty());
        let Ok(request) = request else {
            return Reached::Nothing;
        };
        let answer = pin!(self.router.clone().call(request));
        let Poll::Ready(Ok(response)) = answer.poll(&mut Context::from_waker(Waker::noop())) else {
            return Reached::Nothing;
        };
        let Some(ThisService {
            number,
            path: matched,
        }) = response.extensions().get()
        else {
            return Reached::Nothing;
        };
        match matched {
            None => Reached::Nothing,
            Some(matched) if matched.as_str() != path => {
                Reached::OtherPath(matched.as_str().to_owned())
            }
            // axum sets `Allow` only when the route does not have the request's method.
            Some(_) if response.headers().contains_key(header::ALLOW) => Reached::OtherMethod,
            Some(_) => Reached::Route(*number),
        }
    }
}

/// Returns a path that the pattern matches. Its captures are filled with unusual text, so that no other route
/// has this path as its literal text.
pub(super) fn sample(pattern: &str) -> String {
    pattern
        .split('/')
        .map(|segment| match segment.split_once('{') {
            Some((prefix, _)) => format!("{prefix}jwt-router-probe"),
            None => segment.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}
