//! Recognizes the paths of guarded routes in any spelling, such as a percent-encoded one, so that public
//! patterns such as `/{*rest}` do not serve them.

use std::{
    collections::HashMap,
    pin::pin,
    task::{Context, Poll, Waker},
};

use axum::{Router, body::Body, extract::Request};
use http::{Method, StatusCode};
use tower_service::Service as _;

use crate::{
    app::{
        AppBuilder,
        builder::Handler,
        listing,
        pattern::Pattern,
        probe::sample,
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
    merged: Vec<MergedPaths>,
    /// The routes of merged routers that `.whitelist(..)` and `.ignored(..)` make public.
    exceptions: Vec<(Method, String)>,
}

/// The paths of a merged router.
struct MergedPaths {
    /// A copy of the router in which each service only responds with the path of its route. A route that has no
    /// handler for wrong methods responds to them without this path.
    outline: Router,
    /// For each path in its plainest spelling, such as `/café`, the paths of requests that reach its routes, which may be
    /// written in another spelling, such as `/caf%c3%a9`.
    listed: matchit::Router<Vec<String>>,
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
        let merged = app.merged.iter();
        let exceptions = app.exceptions.iter();
        Self {
            prefix: plain(&app.jwt.config().api_name),
            annotated: by_path(routes),
            merged: merged
                .map(|merged| MergedPaths::of(&merged.router))
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
        let encoded = spelling::encode(path);
        let spellings = [format!("{encoded}/"), encoded];
        let mut routers = self.merged.iter();
        routers.any(|MergedPaths { outline, listed }| {
            let written = listed.at(path).ok();
            let written = written.into_iter().flat_map(|route| route.value.iter());
            let mut spellings = spellings.iter().chain(written);
            spellings.any(|path| self.is_guarded_in(outline, method, path))
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
        !exceptions.any(|(known, path)| known == as_get(method) && path.as_str() == route.as_str())
    }
}

impl MergedPaths {
    fn of(router: &Router) -> Self {
        let mut listed: HashMap<String, Vec<String>> = HashMap::new();
        for path in listing::paths(router) {
            listed.entry(plain(&path)).or_default().push(sample(&path));
        }
        let outline = router.clone().with_state(()).layer(OutlineLayer);
        Self {
            // Only routes without a handler of their own for wrong methods get this one.
            outline: outline
                .method_not_allowed_fallback(|| async { StatusCode::METHOD_NOT_ALLOWED }),
            listed: by_path(listed),
        }
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
///
/// A pattern that begins with other segments than every guarded path matches other spellings too: `/pages/{name}`
/// matches `/pages/..%2Fadmin`.
pub(super) fn is_needed(app: &AppBuilder, handler: &Handler, path: &str) -> bool {
    let is_outside = handler.meta.attribute == Attribute::Ignored;
    let mut guarded = app.handlers.iter();
    handler.meta.access().is_public()
        && Pattern::new(path).has_captures()
        && (!app.merged.is_empty()
            || (is_outside && !app.jwt.config().api_name.is_empty())
            || guarded.any(|other| !other.meta.access().is_public()))
}

/// Returns a router that finds the routes of a path. A path that conflicts with another one is left out: an application
/// whose paths conflict is not built.
fn by_path<T>(routes: HashMap<String, T>) -> matchit::Router<T> {
    let mut found = matchit::Router::new();
    for (path, routes) in routes {
        drop(found.insert(path, routes));
    }
    found
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
