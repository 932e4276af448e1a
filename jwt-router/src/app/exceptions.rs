//! Exceptions: routes of hand-written routers that the builder calls `.whitelist(..)` and `.ignored(..)` make
//! public.

use http::Method;

use crate::{
    app::{
        merge::Guarded,
        pattern::Pattern,
        probe::{Probe, Reached},
    },
    endpoint::PublicMethod,
    location::SourceLocation,
    policy::{self, Attribute},
    problem::{BuildProblem, PublicPathProblem},
};

/// A route of a hand-written router that `.whitelist(..)` or `.ignored(..)` makes public.
pub(super) struct Exception {
    pub(super) attribute: Attribute,
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) location: SourceLocation,
}

impl Exception {
    /// Returns a problem if the path of `.whitelist(..)` is outside the API prefix, or the path of
    /// `.ignored(..)` is under the prefix.
    pub(super) fn problem(&self, prefix: &str) -> Option<PublicPathProblem> {
        let Self {
            attribute, path, ..
        } = self;
        match attribute {
            Attribute::Ignored if !prefix.is_empty() && is_under(path, prefix) => {
                Some(PublicPathProblem::IgnoredUnderPrefix {
                    route: self.location.clone(),
                    path: path.clone(),
                    prefix: prefix.to_owned(),
                })
            }
            Attribute::Whitelist if !is_under(path, prefix) => {
                Some(PublicPathProblem::WhitelistedOutsidePrefix {
                    route: self.location.clone(),
                    path: path.clone(),
                    prefix: prefix.to_owned(),
                })
            }
            Attribute::Whitelist | Attribute::Ignored | Attribute::Protected => None,
        }
    }

    /// Returns whether this exception makes the route with this method and path public. `HEAD` counts as `GET`.
    pub(super) fn opens(&self, method: &Method, path: &str) -> bool {
        let is_head = *method == Method::HEAD && self.method == Method::GET;
        (is_head || self.method == *method) && self.path == path
    }

    /// Makes the route public in the hand-written router that contains it.
    ///
    /// # Errors
    ///
    /// Returns a problem when no router has a route with this method and path.
    pub(super) fn open(&self, routers: &mut [Guarded]) -> Result<(), Box<BuildProblem>> {
        if self.method == Method::HEAD {
            return Err(self.dead("HEAD follows GET, so name GET".to_owned()));
        }
        if policy::Method::named(self.method.as_str()).is_none() {
            return Err(self.dead(format!(
                "{} is no method that a route can have",
                self.method
            )));
        }
        let mut reason = format!("no merged router has the path `{}`", self.path);
        for router in routers {
            match Probe::new(&router.router).reach(&self.method, &self.path) {
                Reached::Route(service) => {
                    let has_captures = Pattern::new(&self.path).has_captures();
                    let method = PublicMethod {
                        method: self.method.clone(),
                        pattern: has_captures.then_some(self.attribute),
                    };
                    router.except(service, method);
                    return Ok(());
                }
                Reached::OtherMethod => {
                    reason = format!("`{}` does not serve {}", self.path, self.method);
                }
                Reached::OtherPath(other) => {
                    reason = format!("`{}` is served by the route `{other}`", self.path);
                }
                Reached::Nothing => {}
            }
        }
        Err(self.dead(reason))
    }

    /// Returns the problem of an exception for which no route exists. `reason` explains it in the message.
    fn dead(&self, reason: String) -> Box<BuildProblem> {
        Box::new(BuildProblem::DeadException {
            exception: self.location.clone(),
            reason,
        })
    }
}

/// Returns whether a path equals the prefix or is below it. Every path is below an empty prefix.
pub(super) fn is_under(path: &str, prefix: &str) -> bool {
    match path.strip_prefix(prefix) {
        Some(rest) => rest.is_empty() || rest.starts_with('/') || prefix.is_empty(),
        None => false,
    }
}
