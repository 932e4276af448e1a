//! Merges hand-written routers and services into the application.

use std::{
    any::Any,
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use axum::{Router, extract::Request, response::IntoResponse};
use tower_service::Service;

use crate::{
    auth::RouteGuard,
    endpoint::{GuardLayer, OtherRoutes, PublicMethod, PublicServices, ServiceNumber},
    location::SourceLocation,
    problem::{BuildError, BuildProblem},
};

/// A hand-written router, and the place of the builder call that merges it.
pub(super) struct Merged {
    pub(super) router: Router,
    pub(super) location: SourceLocation,
}

/// A hand-written router behind its guard.
pub(super) struct Guarded {
    /// The router after the guard's layer was added, so that every route, nested service and fallback is
    /// guarded.
    pub(super) router: Router,
    guard: GuardLayer,
    public: PublicServices,
}

impl Guarded {
    pub(super) fn new(router: Router, guard: RouteGuard) -> Self {
        let guard = GuardLayer::new(guard);
        Self {
            // axum applies layers at once only to a router whose state is known; else it would for each
            // request.
            router: router.with_state(()).layer(guard.clone()),
            guard,
            public: PublicServices::new(),
        }
    }

    /// Makes one service of the router public for one method.
    pub(super) fn except(&mut self, service: ServiceNumber, method: PublicMethod) {
        self.public.entry(service).or_default().push(method);
    }

    /// Returns the guarded router, after making the services public that [`except`](Self::except) named.
    pub(super) fn into_router(self, others: Arc<dyn OtherRoutes>) -> Router {
        self.guard.open(self.public, others);
        self.router
    }
}

/// Returns a router that serves `service` at `path` and at all paths below it.
pub(super) fn service_router<T>(path: &str, service: T) -> Router
where
    T: Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
    T::Response: IntoResponse,
    T::Future: Send + 'static,
{
    // axum panics when a service is nested at the root.
    if path == "/" {
        let router = Router::new().route_service(path, service.clone());
        return router.route_service("/{*rest}", service);
    }
    Router::new().nest_service(path, service)
}

/// Restores axum's 404 for paths that no route has. The guards of merged routers are also around the default
/// fallbacks of these routers, and would refuse the requests with 401.
///
/// The 404 needs no guard, because no handler makes it. The application's own fallback remains in place, and
/// custom fallbacks of merged routers remain guarded.
pub(super) fn with_bare_not_found(router: Router) -> Router {
    router.merge(Router::new())
}

/// Merges the other routers into `router`. Each comes with the place of its builder call, for messages.
///
/// # Errors
///
/// Returns a problem for each router that axum cannot merge.
pub(super) fn merge_all(
    mut router: Router,
    others: impl Iterator<Item = (Router, SourceLocation)>,
) -> Result<Router, BuildError> {
    let mut problems = Vec::new();
    for (other, location) in others {
        match merge(&router, other, &location) {
            Ok(whole) => router = whole,
            Err(problem) => problems.push(*problem),
        }
    }
    if problems.is_empty() {
        Ok(router)
    } else {
        Err(BuildError::new(problems))
    }
}

/// Merges one router into another.
///
/// # Errors
///
/// Returns a problem with axum's reason if the routers conflict. axum reports a conflict only by a panic.
fn merge(
    base: &Router,
    other: Router,
    location: &SourceLocation,
) -> Result<Router, Box<BuildProblem>> {
    let base = base.clone();
    catch_unwind(AssertUnwindSafe(|| base.merge(other))).map_err(|panic| {
        Box::new(BuildProblem::Unmergeable {
            router: location.clone(),
            reason: reason(&*panic),
        })
    })
}

/// Returns the reason why axum panicked, with advice if two routers have a fallback each.
fn reason(panic: &(dyn Any + Send)) -> String {
    let words = words(panic);
    if words.contains("both have a fallback") {
        return format!(
            "{words}: call `Router::reset_fallback` on this one, whose fallback is guarded, or remove the other, such as the public one of `AppBuilder::fallback`"
        );
    }
    words
}

/// Returns the text that a panic was raised with.
fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("axum refuses it").to_owned()
}

/// Returns the reason why a public service cannot have this path; `None` if the path is valid.
pub(super) fn service_path_problem(path: &str, prefix: &str) -> Option<String> {
    let is_path = path == "/" || (path.starts_with('/') && !path.ends_with('/'));
    let odd = |character: char| !character.is_ascii_graphic() || "{}?#%\\:*".contains(character);
    if !is_path || path.contains("//") || path.contains(odd) {
        return Some(format!(
            "`{path}` cannot hold a service: write a plain path such as `/static`"
        ));
    }
    let is_under_prefix = !prefix.is_empty() && super::exceptions::is_under(path, prefix);
    is_under_prefix.then(|| {
        format!(
            "an ignored service at `{path}` is under the API prefix `{prefix}`: move it out of the prefix"
        )
    })
}
