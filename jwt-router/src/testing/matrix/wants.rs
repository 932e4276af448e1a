//! Roles, scopes and a recent login: what a token needs for a route, and what can be left out.

use super::sample::Person;
use crate::policy::{ClaimNames, Needs, lock::Demands, plain::unescape};

/// What a route wants of a caller beside a good token.
pub(super) struct Wants {
    pub(super) roles: Vec<Needs>,
    pub(super) scopes: Vec<Needs>,
    /// How many seconds ago the caller may have logged in.
    pub(super) fresh: Option<i64>,
    claims_only: bool,
}

/// What a token says of its caller, beside who it is.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Grants {
    pub(super) roles: Vec<String>,
    pub(super) scopes: Vec<String>,
    /// When the caller logged in, in seconds since 1970.
    pub(super) login: Option<i64>,
}

/// Grants that do not suffice, and what they are in words.
pub(super) struct Lacking {
    pub(super) grants: Grants,
    pub(super) words: String,
}

impl Wants {
    pub(super) fn of(demands: &Demands) -> Self {
        let requirements = &demands.requirements;
        let fresh = requirements.fresh;
        Self {
            roles: requirements.roles.iter().map(plain).collect(),
            scopes: requirements.scopes.iter().map(plain).collect(),
            fresh: fresh.map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX)),
            claims_only: demands.claims_only,
        }
    }

    /// Everything that a token can say.
    pub(super) fn grants(&self, now: i64) -> Grants {
        Grants {
            roles: names(&self.roles),
            scopes: names(&self.scopes),
            login: self.fresh.map(|_| now),
        }
    }

    /// Whether this person has the roles, or a token can say so.
    pub(super) fn has_roles(&self, person: &Person, names: &ClaimNames) -> bool {
        if self.roles.is_empty() {
            return true;
        }
        if !person.entity.has_roles() {
            return names.roles.is_some();
        }
        // What is not loaded has no roles.
        let loaded = person.loaded.as_deref().filter(|_| !self.claims_only);
        let has = |role: &String| loaded.is_some_and(|loaded| person.entity.has_role(loaded, role));
        self.roles.iter().all(|needs| match needs {
            Needs::All(roles) => roles.iter().all(has),
            Needs::Any(roles) => roles.iter().any(has),
        })
    }

    /// Tokens without one of the roles each, or without any where one will do.
    pub(super) fn without_roles(&self, now: i64) -> Vec<Lacking> {
        let all = self.grants(now);
        let lacking = without(&self.roles, "role");
        let lacking = lacking.into_iter().map(|(roles, words)| Lacking {
            grants: Grants {
                roles,
                ..all.clone()
            },
            words,
        });
        lacking.collect()
    }

    /// Tokens without one of the scopes each, or without any where one will do.
    pub(super) fn without_scopes(&self, now: i64) -> Vec<Lacking> {
        let all = self.grants(now);
        let lacking = without(&self.scopes, "scope");
        let lacking = lacking.into_iter().map(|(scopes, words)| Lacking {
            grants: Grants {
                scopes,
                ..all.clone()
            },
            words,
        });
        lacking.collect()
    }

    /// Tokens of a login that is one second too old, and of none.
    pub(super) fn stale(&self, now: i64) -> Vec<Lacking> {
        let Some(seconds) = self.fresh else {
            return Vec::new();
        };
        let all = self.grants(now);
        let too_old = now.saturating_sub(seconds).saturating_sub(1);
        let logins = [
            (Some(too_old), "with a login that is too old"),
            (None, "with a token that tells no login"),
        ];
        let lacking = logins.into_iter().map(|(login, words)| Lacking {
            grants: Grants {
                login,
                ..all.clone()
            },
            words: words.to_owned(),
        });
        lacking.collect()
    }
}

/// The names as they are in tokens.
fn plain(needs: &Needs) -> Needs {
    let names = needs.names().iter().map(|name| unescape(name)).collect();
    Needs::new(matches!(needs, Needs::All(_)), names)
}

/// Every name, each once.
fn names(needs: &[Needs]) -> Vec<String> {
    let mut names: Vec<String> = needs.iter().flat_map(Needs::names).cloned().collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Names that do not suffice, and what is missing.
fn without(needs: &[Needs], what: &str) -> Vec<(Vec<String>, String)> {
    let but = |missing: &[String]| {
        let mut others = names(needs);
        others.retain(|name| !missing.contains(name));
        others
    };
    let mut without = Vec::new();
    for needs in needs {
        match needs {
            Needs::All(names) => without.extend(names.iter().map(|missing| {
                let words = format!("without the {what} `{missing}`");
                (but(std::slice::from_ref(missing)), words)
            })),
            Needs::Any(names) => {
                let words = format!("without any of the {what}s `{}`", names.join("`, `"));
                without.push((but(names), words));
            }
        }
    }
    without
}
