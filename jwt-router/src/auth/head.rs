use axum::extract::{MatchedPath, Request};
use http::{Extensions, HeaderMap, Method, Uri, Version, request::Parts};

use crate::rejection::RefusalObserver;

/// The parts of a request, without its body, that the guard reads.
///
/// The type is an enum of references, which fits into two registers. A struct with a reference to each part would be
/// copied in memory for each of the many functions to which the guard passes it.
#[derive(Clone, Copy)]
pub(crate) enum Head<'r> {
    Request(&'r Request),
    Parts(&'r Parts),
}

impl<'r> Head<'r> {
    pub(crate) fn method(self) -> &'r Method {
        match self {
            Self::Request(request) => request.method(),
            Self::Parts(parts) => &parts.method,
        }
    }

    pub(crate) fn uri(self) -> &'r Uri {
        match self {
            Self::Request(request) => request.uri(),
            Self::Parts(parts) => &parts.uri,
        }
    }

    pub(crate) fn version(self) -> Version {
        match self {
            Self::Request(request) => request.version(),
            Self::Parts(parts) => parts.version,
        }
    }

    pub(crate) fn headers(self) -> &'r HeaderMap {
        match self {
            Self::Request(request) => request.headers(),
            Self::Parts(parts) => &parts.headers,
        }
    }

    fn extensions(self) -> &'r Extensions {
        match self {
            Self::Request(request) => request.extensions(),
            Self::Parts(parts) => &parts.extensions,
        }
    }

    /// Returns the pattern of the route that axum's router chose; `None` for a fallback.
    pub(crate) fn matched_path(self) -> Option<&'r MatchedPath> {
        self.extensions().get()
    }

    /// Returns the parts of the request that show the origin of the page that sent the request: the method, the URI and
    /// the headers.
    #[cfg(feature = "cookies")]
    pub(super) fn sender(self) -> crate::cookies::Sender<'r> {
        crate::cookies::Sender {
            method: self.method(),
            uri: self.uri(),
            headers: self.headers(),
        }
    }

    /// Returns the observer in the request's extensions, which is notified if the guard refuses the request.
    pub(crate) fn observer(self) -> Option<&'r RefusalObserver> {
        RefusalObserver::of(self.extensions())
    }
}

impl<'r> From<&'r Parts> for Head<'r> {
    fn from(parts: &'r Parts) -> Self {
        Self::Parts(parts)
    }
}

impl<'r> From<&'r Request> for Head<'r> {
    fn from(request: &'r Request) -> Self {
        Self::Request(request)
    }
}
