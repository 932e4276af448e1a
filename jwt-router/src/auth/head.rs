use axum::extract::{MatchedPath, Request};
use http::{Extensions, HeaderMap, Method, Uri, Version, request::Parts};

use crate::rejection::RefusalObserver;

/// The parts of a request, without its body, that the guard reads.
#[derive(Clone, Copy)]
pub(crate) struct Head<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) version: Version,
    pub(crate) headers: &'r HeaderMap,
    extensions: &'r Extensions,
}

impl<'r> Head<'r> {
    /// Returns the pattern of the route that axum's router chose; `None` for a fallback.
    pub(crate) fn matched_path(self) -> Option<&'r MatchedPath> {
        self.extensions.get()
    }

    /// Returns the parts of the request that tell the origin of the page which sent it.
    #[cfg(feature = "cookies")]
    pub(super) const fn sender(self) -> crate::cookies::Sender<'r> {
        crate::cookies::Sender {
            method: self.method,
            uri: self.uri,
            headers: self.headers,
        }
    }

    /// Returns the observer in the request's extensions, which is notified if the guard refuses the request.
    pub(crate) fn observer(self) -> Option<&'r RefusalObserver> {
        RefusalObserver::of(self.extensions)
    }
}

impl<'r> From<&'r Parts> for Head<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self {
            method: &parts.method,
            uri: &parts.uri,
            version: parts.version,
            headers: &parts.headers,
            extensions: &parts.extensions,
        }
    }
}

impl<'r> From<&'r Request> for Head<'r> {
    fn from(request: &'r Request) -> Self {
        Self {
            method: request.method(),
            uri: request.uri(),
            version: request.version(),
            headers: request.headers(),
            extensions: request.extensions(),
        }
    }
}
