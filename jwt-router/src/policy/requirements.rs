//! What a route demands of a caller beside a good token, as the policy table has it.

use serde::Serialize;

use crate::policy::{Names, RequirementsMeta, RouteMeta, plain};

/// What a route demands of a caller beside a good token: see [the guide](crate::guide::requirements).
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct Requirements {
    /// The roles that a caller has to have, by `role = ..` of the handler and of its modules' defaults:
    /// each of these needs has to be met.
    pub roles: Vec<Needs>,
    /// The scopes that a token has to have, by `scope = ..`: each of these needs has to be met.
    pub scopes: Vec<Needs>,
    /// How many seconds ago the caller may have logged in: `fresh = ..`.
    pub fresh: Option<u64>,
    /// The predicate that has to let the caller in, by `guard = ..`: the whole path of the function, since
    /// one word can stand for another function tomorrow. What is no function has the attribute's word.
    pub guard: Option<String>,
}

/// Names of roles or scopes, and how many of them are needed. They are sorted, and each is there
/// once.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Needs {
    /// Every one of them.
    All(Vec<String>),
    /// One of them, whichever it is; there are two or more.
    Any(Vec<String>),
}

impl Needs {
    /// One of a single name is that name.
    pub(crate) fn new(is_all: bool, mut names: Vec<String>) -> Self {
        names.sort_unstable();
        names.dedup();
        if is_all || names.len() == 1 {
            Self::All(names)
        } else {
            Self::Any(names)
        }
    }

    /// These needs and those: the names that are all needed are one list, and what it meets is left
    /// out.
    pub(crate) fn together(needs: Vec<Self>, more: Vec<Self>) -> Vec<Self> {
        let mut all = Vec::new();
        let mut any = Vec::new();
        for one in needs.into_iter().chain(more) {
            match one {
                Self::All(names) => all.extend(names),
                Self::Any(names) => any.push(names),
            }
        }
        any.retain(|names| !names.iter().any(|name| all.contains(name)));
        let mut needs: Vec<Self> = any.into_iter().map(Self::Any).collect();
        if !all.is_empty() {
            needs.push(Self::new(true, all));
        }
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    /// The names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::All(names) | Self::Any(names) => names,
        }
    }

    /// `role admin`, `any scope a b`.
    fn words(&self, what: &str) -> String {
        let names = self.names().join(" ");
        match self {
            Self::All(_) => format!("{what} {names}"),
            Self::Any(_) => format!("any {what} {names}"),
        }
    }

    fn escaped(&self) -> Self {
        let escape = |names: &Vec<String>| names.iter().map(|name| plain::word(name)).collect();
        match self {
            Self::All(names) => Self::All(escape(names)),
            Self::Any(names) => Self::Any(escape(names)),
        }
    }
}

impl From<Names> for Needs {
    fn from(names: Names) -> Self {
        let (is_all, names) = match names {
            Names::All(names) => (true, names),
            Names::Any(names) => (false, names),
        };
        Self::new(is_all, names.iter().map(|name| name().to_owned()).collect())
    }
}

impl From<&RouteMeta> for Requirements {
    fn from(meta: &RouteMeta) -> Self {
        let demanded = Self::from(&meta.requirements);
        Self {
            guard: meta
                .predicate
                .function
                .map(str::to_owned)
                .or(demanded.guard),
            ..demanded
        }
    }
}

impl From<&RequirementsMeta> for Requirements {
    fn from(meta: &RequirementsMeta) -> Self {
        Self {
            roles: meta.roles.map(Needs::from).into_iter().collect(),
            scopes: meta.scopes.map(Needs::from).into_iter().collect(),
            fresh: meta.fresh.map(|fresh| fresh.as_secs()),
            guard: meta.guard.map(str::to_owned),
        }
    }
}

impl Requirements {
    /// Demands all of this and all of that.
    pub(crate) fn narrow(&mut self, other: Self) {
        let Self {
            roles,
            scopes,
            fresh,
            guard,
        } = other;
        self.roles = Needs::together(std::mem::take(&mut self.roles), roles);
        self.scopes = Needs::together(std::mem::take(&mut self.scopes), scopes);
        self.fresh = match (self.fresh, fresh) {
            (Some(here), Some(there)) => Some(here.min(there)),
            (here, there) => here.or(there),
        };
        self.guard = self.guard.take().or(guard);
    }

    /// The same, with names that look like nothing else in a line.
    pub(crate) fn escaped(&self) -> Self {
        Self {
            roles: self.roles.iter().map(Needs::escaped).collect(),
            scopes: self.scopes.iter().map(Needs::escaped).collect(),
            fresh: self.fresh,
            guard: self.guard.as_deref().map(plain::word),
        }
    }

    /// `role admin`, `scope posts:read posts:write`, `fresh 15m`, `guard owns_post`.
    pub(crate) fn words(&self) -> Vec<String> {
        let roles = self.roles.iter().map(|roles| roles.words("role"));
        let scopes = self.scopes.iter().map(|scopes| scopes.words("scope"));
        let fresh = self.fresh.iter().map(|seconds| fresh_words(*seconds));
        let guard = self.guard.iter().map(|path| format!("guard {path}"));
        roles.chain(scopes).chain(fresh).chain(guard).collect()
    }
}

/// Units of a duration, the longest first.
pub(crate) const UNITS: [(&str, u64); 4] =
    [("d", 24 * 60 * 60), ("h", 60 * 60), ("m", 60), ("s", 1)];

/// `fresh 15m`: in the longest unit that fits.
fn fresh_words(seconds: u64) -> String {
    let mut units = UNITS.into_iter();
    let unit = units.find(|(_, length)| seconds != 0 && seconds.is_multiple_of(*length));
    let (unit, length) = unit.unwrap_or(("s", 1));
    format!("fresh {}{unit}", seconds / length)
}
