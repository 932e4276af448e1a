//! Recognizes the paths of guarded routes in any spelling, such as a percent-encoded one, so that public
//! patterns such as `/{*rest}` do not serve them.

use std::{
    collections::HashMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, extract::Request};
use http::{Method, header};
use tower_service::Service as _;

use crate::{
    app::{
        AppBuilder,
        builder::Handler,
        pattern::Pattern,
        spelling::{self, Reading},
    },
    endpoint::{OtherRoutes, OutlineLayer, ReachedRoute},
    policy::{self, Attribute},
};

/// The routes of an application, for looking up whether the path of a request is another spelling of a guarded
/// route's path.
pub(super) struct GuardedPaths {
    prefix: String,
    /// The annotated routes: for each path, its methods and whether they are guarded. Public routes are
    /// included, because the router may prefer one over a guarded route.
    annotated: matchit::Router<Vec<(Method, bool)>>,
    /// Copies of the merged routers in which each service only responds with the path of its route.
    merged: Vec<Router>,
    /// The routes of merged routers that `.whitelist(..)` and `.ignored(..)` make public.
    exceptions: Vec<(Method, String)>,
}

impl GuardedPaths {
    /// Collects the routes of an application. `paths` are the full paths of its handlers, in the same order.
    pub(super) fn of(app: &AppBuilder, paths: &[String]) -> Self {
        let mut routes: HashMap<String, Vec<(Method, bool)>> = HashMap::new();
        for (handler, path) in app.handlers.iter().zip(paths) {
            let is_guarded = !handler.meta.access().is_public();
            let methods = handler.meta.methods.iter().copied().map(method);
            let route = routes.entry(plain(path)).or_default();
            route.extend(methods.map(|method| (method, is_guarded)));
        }
        let mut annotated = matchit::Router::new();
        for (path, methods) in routes {
            // Conflicting paths are a problem of the plan, so such an application is not built.
            drop(annotated.insert(path, methods));
        }
        let merged = app.merged.iter();
        let exceptions = app.exceptions.iter();
        Self {
            prefix: plain(&app.jwt.config().api_name),
            annotated,
            merged: merged
                .map(|merged| merged.router.clone().with_state(()).layer(OutlineLayer))
                .collect(),
            exceptions: exceptions
                .map(|exception| (exception.method.clone(), exception.path.clone()))
                .collect(),
        }
    }

    /// Returns whether the path equals the API prefix or is below it. Upper and lower case are not
    /// distinguished.
    fn is_under_prefix(&self, path: &str) -> bool {
        // A file system may not distinguish `/API` from `/api`.
        let start = path.get(..self.prefix.len());
        let rest = path.get(self.prefix.len()..);
        self.prefix.len() > 1
            && start.is_some_and(|start| start.eq_ignore_ascii_case(&self.prefix))
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns whether a request with this method and path would reach an annotated route that is guarded.
    fn is_annotated(&self, method: &Method, path: &str) -> bool {
        let Ok(route) = self.annotated.at(path) else {
            return false;
        };
        let mut methods = route.value.iter();
        methods.any(|(known, is_guarded)| *is_guarded && as_get(known) == as_get(method))
    }

    /// Returns whether a request with this method and path would reach a guarded route of a merged router. A
    /// slash at the end of the path is ignored.
    fn is_merged(&self, method: &Method, path: &str) -> bool {
        let path = spelling::encode(path);
        let spellings = [format!("{path}/"), path];
        let mut routers = self.merged.iter();
        routers.any(|router| {
            let mut spellings = spellings.iter();
            spellings.any(|path| self.is_guarded_in(router, method, path))
        })
    }

    /// Returns whether a request with this method and path would reach a guarded route of this merged router.
    ///
    /// axum does not list the routes of a router. The request is therefore sent to a copy of the router in
    /// which each service responds with the path of its route, without calling a handler.
    fn is_guarded_in(&self, router: &Router, method: &Method, path: &str) -> bool {
        let request = Request::builder().method(method).uri(path);
        let Ok(request) = request.body(Body::empty()) else {
            return false;
        };
        let answer = pin!(router.clone().call(request));
        let Poll::Ready(Ok(response)) = answer.poll(&mut Context::from_waker(Waker::noop())) else {
            return false;
        };
        let Some(ReachedRoute(route)) = response.extensions().get() else {
            return false;
        };
        let mut exceptions = self.exceptions.iter();
        // axum sets `Allow` only when the route does not have the request's method.
        !response.headers().contains_key(header::ALLOW)
            && !exceptions
                .any(|(known, path)| known == as_get(method) && path.as_str() == route.as_str())
    }
}

impl OtherRoutes for GuardedPaths {
    fn have(&self, method: &Method, path: &str, public: Attribute) -> bool {
        let reading = spelling::read(path);
        let read = match &reading {
            Reading::AsWritten => path,
            Reading::Other(read) => read,
            Reading::Upward => return true,
        };
        let is_other = read != path;
        (public == Attribute::Ignored && self.is_under_prefix(read))
            || (is_other && (self.is_annotated(method, read) || self.is_merged(method, read)))
    }
}

/// Returns whether each request to a handler has to be checked, because the handler is public and its path
/// pattern may match other spellings of guarded paths.
pub(super) fn is_needed(app: &AppBuilder, handler: &Handler, path: &str, paths: &[String]) -> bool {
    let pattern = Pattern::new(path);
    let may_spell = |other: &str| pattern.may_spell(&Pattern::new(other));
    let prefix = &app.jwt.config().api_name;
    let is_outside = handler.meta.attribute == Attribute::Ignored && !prefix.is_empty();
    let mut guarded = app.handlers.iter().zip(paths);
    handler.meta.access().is_public()
        && pattern.has_captures()
        && (!app.merged.is_empty()
            || (is_outside && may_spell(prefix))
            || guarded.any(|(other, path)| !other.meta.access().is_public() && may_spell(path)))
}

/// Returns the path of a route in its plainest spelling: decoded, and without a slash at the end.
///
/// Captures are named by their position. Otherwise, paths that differ only in the names of captures would
/// conflict in the router.
fn plain(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let segments = segments.enumerate().map(|(at, segment)| {
        let (text, name) = match segment.split_once('{') {
            Some((text, name)) => (text, Some(name)),
            None => (segment, None),
        };
        let text = match spelling::read(&format!("/{text}")) {
            Reading::Other(read) => escaped(read.trim_start_matches('/')),
            Reading::AsWritten | Reading::Upward => text.to_owned(),
        };
        match name {
            None => text,
            Some(name) if name.starts_with('*') => format!("{text}{{*at{at}}}"),
            Some(_) => format!("{text}{{at{at}}}"),
        }
    });
    format!("/{}", segments.collect::<Vec<_>>().join("/"))
}

/// Doubles each brace in a text, so that `matchit` does not read the brace as the start of a capture.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Returns `GET` for `HEAD`, because axum calls the handler of GET for both. Returns any other method
/// unchanged.
fn as_get(method: &Method) -> &Method {
    match method {
        &Method::HEAD => &Method::GET,
        method => method,
    }
}

fn method(method: policy::Method) -> Method {
    // The name of a `policy::Method` always parses.
    method.as_str().parse().unwrap_or_default()
}
