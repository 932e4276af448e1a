//! The requests of the test matrix that only a fallback of the application serves.

use http::Method;

use super::judge::{Findings, Judge};
use crate::policy::RoutePolicy;

/// The path of the request that calls an application's fallback for unknown paths. No application is likely to
/// have a route for this path.
const UNKNOWN_PATH: &str = "/jwt-router-matrix/unknown/path";

impl Judge<'_> {
    /// Returns the method and the path of a request that this fallback (a handler for unknown paths or wrong
    /// methods) serves; `None` if `route` is not a fallback, or if no request is certain to reach it.
    ///
    /// No request is certain to reach a fallback if the application has a merged router or a service at `/`. Their
    /// routes are not in the policy, so they may serve every path.
    pub(super) fn fallback_request(
        &self,
        route: &RoutePolicy,
        found: &Findings<'_>,
    ) -> Option<(Method, String)> {
        let routes = self.app.policy().routes();
        if routes.iter().any(may_have_every_path) {
            return None;
        }
        match &*route.path {
            "404" => {
                let mut tree = matchit::Router::new();
                for route in routes.iter().filter(|route| route.path.starts_with('/')) {
                    // The error is ignored: a path that has routes for several methods is inserted once.
                    drop(tree.insert(&*route.path, ()));
                }
                let is_known = tree.at(UNKNOWN_PATH).is_ok();
                (!is_known).then(|| (Method::GET, UNKNOWN_PATH.to_owned()))
            }
            "405" => routes
                .iter()
                .zip(&self.targets)
                .find_map(|(route, target)| {
                    if route.method == "*" {
                        return None;
                    }
                    let known = found.methods.get(&*route.path)?;
                    let others = [
                        Method::GET,
                        Method::POST,
                        Method::PUT,
                        Method::PATCH,
                        Method::DELETE,
                    ];
                    let mut others = others.into_iter();
                    let method = others.find(|method| !known.contains(&method.as_str()))?;
                    Some((method, target.clone()))
                }),
            _ => None,
        }
    }
}

fn may_have_every_path(route: &RoutePolicy) -> bool {
    let is_whole = route.method == "*" && !matches!(&*route.path, "404" | "405");
    let (start, _) = route.path.split_once('{').unwrap_or((&route.path, ""));
    is_whole && matches!(start, "*" | "/" | "/*" | "")
}
