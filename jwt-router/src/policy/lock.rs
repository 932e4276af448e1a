//! The lock file `routes.lock`: the committed text form of the policies of all routes. A test, and the program at
//! start-up, compare the file with the current policies, so that a changed policy is noticed.
//!
//! Each line depends only on its route, so the methods, paths and policies of the lines are not aligned. A diff
//! therefore shows exactly the routes that changed.

pub(crate) mod difference;
mod words;

pub(crate) use difference::compare;

use std::{collections::HashMap, fmt};

use self::words::{CLAIMS_ONLY, TOKEN_VERSION};
pub(crate) use self::words::{Words, of as words_of};
use crate::{
    jwt::token_use::TokenUse,
    policy::{
        PolicyTable, Requirements, RoutePolicy, TokenTransports,
        plain::{escape, is_graphic},
        shape,
    },
};

const PUBLIC: &str = "PUBLIC";
const PROTECTED: &str = "protected";

/// The separator between the four parts of a line in the lock file: method, path, policy and handler.
const GAP: &str = "  ";

/// One line of the lock file: a route with its policy. The value is parsed from the file, or made from a route of
/// the program.
///
/// The path and the handler are escaped in both cases, so that a line of the file can be compared with a line of
/// the program.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct LockedRoute {
    path: String,
    method: String,
    pub(crate) policy: LockedPolicy,
    pub(crate) handler: String,
}

/// The policy of one route, as a line of the lock file contains it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct LockedPolicy {
    pub(crate) is_public: bool,
    pub(crate) token_use: TokenUse,
    pub(crate) requirements: Requirements,
    pub(crate) claims_only: bool,
    pub(crate) token_version: bool,
    /// Where the request may hold the token, besides the header `Authorization`.
    pub(crate) transports: TokenTransports,
}

/// The error of a line of the lock file that cannot be parsed, or that repeats the route of another line.
#[derive(Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum MalformedLine {
    #[error(
        "line {line} is not a route: `{text}`\na route is `METHOD  /path  PUBLIC  handler` or `METHOD  /path  protected users  handler`, with two spaces between the columns"
    )]
    NoRoute { line: usize, text: String },
    /// Two lines of the file are for the same route, for example after a merge of branches that kept both.
    #[error("line {line} has `{route}` again, after line {first}: keep the one that is meant")]
    Again {
        line: usize,
        first: usize,
        route: String,
    },
}

/// Parses the text of a lock file into one [`LockedRoute`] for each line. Empty lines and lines that begin with
/// `#` are skipped.
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

/// Returns the lines of the lock file for a policy table, one for each route.
pub(crate) fn locked(policy: &PolicyTable) -> Vec<LockedRoute> {
    policy.routes().iter().map(LockedRoute::of).collect()
}

impl LockedRoute {
    /// Returns whether this line has the method `*`: the line describes a service, a fallback, or a merged router.
    /// The line of a router covers all routes of the router that have no line of their own.
    pub(crate) fn is_whole_router(&self) -> bool {
        self.method == "*"
    }

    pub(crate) fn of(route: &RoutePolicy) -> Self {
        Self {
            path: escape(&route.path, is_graphic),
            method: route.method.clone(),
            policy: LockedPolicy {
                is_public: route.access.is_public(),
                token_use: route.token_use.clone(),
                requirements: route.requirements.clone(),
                claims_only: route.claims_only,
                token_version: route.token_version,
                transports: route.transports.clone(),
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
        let is_path = matches!(path, "*" | "404" | "405") || path.starts_with('/');
        let is_whole = !method.is_empty() && !handler.is_empty() && !path.contains(' ');
        (is_method && is_path && is_whole).then(|| Self {
            path: path.to_owned(),
            method: method.to_owned(),
            policy,
            handler: handler.to_owned(),
        })
    }

    /// Returns whether both lines have the same method and path.
    pub(crate) fn is_line_of(&self, route: &Self) -> bool {
        self.method == route.method && self.path == route.path
    }

    /// Returns whether both lines have the same method, and paths that are equal apart from the names of captures,
    /// such as `/users/{id}` and `/users/{name}`.
    fn is_shaped_as(&self, route: &Self) -> bool {
        self.method == route.method && shape(&self.path) == shape(&route.path)
    }

    /// Returns the method and path, such as `POST /pay`, which identify the route in messages.
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
        let token_use = words.token_use();
        let requirements = if is_public {
            Requirements::default()
        } else {
            Requirements::parse(&mut words).ok()?
        };
        let claims_only = words.take_word(CLAIMS_ONLY);
        let token_version = words.take_word(TOKEN_VERSION);
        let transports = TokenTransports::parse(&mut words)?;
        let policy = words.is_done().then_some(Self {
            is_public,
            token_use,
            requirements,
            claims_only,
            token_version,
            transports,
        });
        // Accept the canonical spelling only: two spellings of one policy would compare as different.
        policy.filter(|policy| policy.to_string() == text)
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
            token_use,
            requirements,
            claims_only,
            token_version,
            transports,
        } = self;
        let words = words::of(
            *is_public,
            token_use,
            requirements,
            *claims_only,
            *token_version,
            transports,
        );
        let access = if *is_public { PUBLIC } else { PROTECTED };
        write!(f, "{}", format!("{access} {words}").trim_end())
    }
}
