//! The lock file: a policy table as lines of text that are compared with the next one.
//!
//! No line depends on another, so a diff shows the routes that changed and no others.

pub(crate) mod difference;
mod words;

pub(crate) use difference::compare;

use std::{collections::HashMap, fmt};

use self::words::CLAIMS_ONLY;
pub(crate) use self::words::{Words, of as words_of};
use crate::policy::{
    PolicyTable, Requirements, RoutePolicy,
    plain::{self, escape, is_graphic},
    shape,
};

const PUBLIC: &str = "PUBLIC";
const PROTECTED: &str = "protected";

/// Between the columns of a line.
const GAP: &str = "  ";

/// One line of the file. The texts are escaped, on either side of a comparison.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct LockedRoute {
    path: String,
    method: String,
    pub(crate) policy: LockedPolicy,
    pub(crate) handler: String,
}

/// The policy of one route, as the file has it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct LockedPolicy {
    pub(crate) is_public: bool,
    pub(crate) requirements: Requirements,
    pub(crate) claims_only: bool,
    /// The query parameter that may hold the token.
    pub(crate) query: Option<String>,
}

/// A line that cannot be taken.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum MalformedLine {
    #[error(
        "line {line} is not a route: `{text}`\na route is `METHOD  /path  PUBLIC  handler` or `METHOD  /path  protected users  handler`, with two spaces between the columns"
    )]
    NoRoute { line: usize, text: String },
    /// As a merge leaves it that kept both sides.
    #[error("line {line} has `{route}` again, after line {first}: keep the one that is meant")]
    Again {
        line: usize,
        first: usize,
        route: String,
    },
}

/// The routes of a file. Empty lines and lines that begin with `#` say nothing.
pub(crate) fn parse(text: &str) -> Result<Vec<LockedRoute>, MalformedLine> {
    let mut routes: Vec<LockedRoute> = Vec::new();
    let mut lines = HashMap::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let route = LockedRoute::parse(text).ok_or_else(|| MalformedLine::NoRoute {
            line,
            text: text.to_owned(),
        })?;
        if !route.is_whole_router()
            && let Some(first) = lines.insert(route.name(), line)
        {
            return Err(MalformedLine::Again {
                line,
                first,
                route: route.name(),
            });
        }
        routes.push(route);
    }
    Ok(routes)
}

/// The routes of a program.
pub(crate) fn locked(policy: &PolicyTable) -> Vec<LockedRoute> {
    policy.routes().iter().map(LockedRoute::of).collect()
}

impl LockedRoute {
    /// Whether this stands for routes that have no line of their own.
    pub(crate) fn is_whole_router(&self) -> bool {
        self.method == "*"
    }

    pub(crate) fn of(route: &RoutePolicy) -> Self {
        Self {
            path: escape(&route.path, is_graphic),
            method: route.method.clone(),
            policy: LockedPolicy {
                is_public: route.access.is_public(),
                requirements: route.requirements.clone(),
                claims_only: route.claims_only,
                query: route.query.clone(),
            },
            handler: escape(&route.handler, |char| char == ' ' || is_graphic(char)),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut columns = line.trim().splitn(4, GAP);
        let (method, path) = (columns.next()?, columns.next()?);
        let policy = LockedPolicy::parse(columns.next()?)?;
        let handler = columns.next()?.trim();
        let is_method = method == "*" || method.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_path = path == "*" || path.starts_with('/');
        let is_whole = !method.is_empty() && !handler.is_empty() && !path.contains(' ');
        (is_method && is_path && is_whole).then(|| Self {
            path: path.to_owned(),
            method: method.to_owned(),
            policy,
            handler: handler.to_owned(),
        })
    }

    /// Whether this is the line of the route, whatever it demands.
    pub(crate) fn is_line_of(&self, route: &Self) -> bool {
        self.method == route.method && self.path == route.path
    }

    /// Whether this is the route under whatever names of its captures.
    fn is_shaped_as(&self, route: &Self) -> bool {
        self.method == route.method && shape(&self.path) == shape(&route.path)
    }

    /// The method and path, as a sentence names the route.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl LockedPolicy {
    fn parse(text: &str) -> Option<Self> {
        let (access, rest) = text.split_once(' ').unwrap_or((text, ""));
        let is_public = match access {
            PUBLIC => true,
            PROTECTED => false,
            _ => return None,
        };
        let mut words = Words::new(rest, !is_public);
        let requirements = if is_public {
            Requirements::default()
        } else {
            Requirements::parse(&mut words).ok()?
        };
        let claims_only = words.take_word(CLAIMS_ONLY);
        let query = match words.next() {
            None => None,
            Some(query) => Some(plain::parse_word(
                query.strip_prefix('?')?.strip_suffix('=')?,
            )?),
        };
        words.is_done().then_some(Self {
            is_public,
            requirements,
            claims_only,
            query,
        })
    }
}

impl fmt::Display for LockedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            method,
            policy,
            handler,
        } = self;
        write!(f, "{method}{GAP}{path}{GAP}{policy}{GAP}{handler}")
    }
}

impl fmt::Display for LockedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            is_public,
            requirements,
            claims_only,
            query,
        } = self;
        let words = words::of(*is_public, requirements, *claims_only, query.as_deref());
        let access = if *is_public { PUBLIC } else { PROTECTED };
        write!(f, "{}", format!("{access} {words}").trim_end())
    }
}
