//! The public routes of hand-written routers, as the builder names them.

use http::Method;

use crate::{
    guard::PublicRoutes,
    mount::{
        error::{Location, Problem},
        probe::{Probe, Reached},
    },
    policy::{Access, RoutePolicy},
};

/// One route of a hand-written router that is public.
pub(super) struct Exception {
    pub(super) access: Access,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) location: Location,
}

impl Exception {
    /// What is wrong with this exception, if anything is.
    pub(super) fn problem(&self, prefix: &str, routers: &[Probe]) -> Option<Problem> {
        let Self { access, path, .. } = self;
        match access {
            Access::Ignored if !prefix.is_empty() && is_under(path, prefix) => {
                return Some(Problem::IgnoredUnderPrefix {
                    route: self.location.clone(),
                    path: path.clone(),
                    prefix: prefix.to_owned(),
                });
            }
            Access::Whitelisted if !is_under(path, prefix) => {
                return Some(Problem::WhitelistedOutsidePrefix {
                    route: self.location.clone(),
                    path: path.clone(),
                    prefix: prefix.to_owned(),
                });
            }
            Access::Whitelisted | Access::Ignored | Access::Protected => {}
        }
        self.dead_reason(routers)
            .map(|reason| Problem::DeadException {
                exception: self.location.clone(),
                reason,
            })
    }

    /// Why no merged router has this route; `None` when one has it.
    fn dead_reason(&self, routers: &[Probe]) -> Option<String> {
        let Self { method, path, .. } = self;
        if method == Method::HEAD {
            return Some("HEAD follows GET, so name GET".to_owned());
        }
        let mut reason = format!("no merged router has the path `{path}`");
        for router in routers {
            match router.reach(method, path) {
                Reached::Route => return None,
                Reached::OtherMethod => reason = format!("`{path}` does not answer {method}"),
                Reached::OtherPath(other) => {
                    reason = format!("`{path}` is answered by the route `{other}`");
                }
                Reached::Nothing => {}
            }
        }
        Some(reason)
    }

    pub(super) fn policy(&self) -> RoutePolicy {
        let method = METHODS
            .into_iter()
            .find(|known| *known == self.method.as_str())
            .unwrap_or("*");
        RoutePolicy {
            path: self.path.clone(),
            method,
            access: self.access,
            entity: None,
            claims_only: false,
            query: None,
            handler: self.location.what.clone(),
            file: self.location.file,
            line: self.location.line,
        }
    }
}

const METHODS: [&str; 9] = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
];

/// The exceptions as the guard looks them up.
pub(super) fn public_routes(exceptions: &[Exception]) -> PublicRoutes {
    let mut public = PublicRoutes::new();
    for exception in exceptions {
        public
            .entry(exception.path.clone())
            .or_default()
            .push(exception.method.clone());
    }
    public
}

/// Whether a path is the prefix or lies below it.
pub(super) fn is_under(path: &str, prefix: &str) -> bool {
    match path.strip_prefix(prefix) {
        Some(rest) => rest.is_empty() || rest.starts_with('/') || prefix.is_empty(),
        None => false,
    }
}
