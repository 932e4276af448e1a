//! Asks a guarded router which of its services a method and a path would reach.

use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, extract::Request};
use http::{Method, header};
use tower_service::Service;

use crate::endpoint::{ServiceNumber, ThisService, WhichService};

/// What a method and a path reach in a router.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Reached {
    /// The route itself.
    Route(ServiceNumber),
    /// Its path, but not with this method.
    OtherMethod,
    /// Another route.
    OtherPath(String),
    /// Nothing.
    Nothing,
}

/// A router whose every service is guarded; asking it runs no handler.
pub(super) struct Probe {
    router: Router,
}

impl Probe {
    pub(super) fn new(guarded: &Router) -> Self {
        Self {
            router: guarded.clone(),
        }
    }

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
            // axum tells the allowed methods only where the request's is none of them.
            Some(_) if response.headers().contains_key(header::ALLOW) => Reached::OtherMethod,
            Some(_) => Reached::Route(*number),
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
