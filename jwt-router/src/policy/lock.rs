//! The lock file: a policy table as lines of text that are compared with the next one.
//!
//! No line depends on another, so a diff shows the routes that changed and no others.

mod difference;
mod requirements;
#[cfg(feature = "testing")]
mod review;

pub(crate) use difference::compare;
#[cfg(feature = "testing")]
pub(crate) use {
    difference::Difference,
    review::{render, unlinked_crates},
};

use std::{collections::HashMap, fmt, iter::Peekable, vec};

use crate::policy::{
    PolicyTable, Requirements, RoutePolicy,
    plain::{self, escape, is_graphic, is_in_word},
    shape,
};

const PUBLIC: &str = "PUBLIC";
const PROTECTED: &str = "protected";
const ANY_ENTITY: &str = "any entity";
const CLAIMS_ONLY: &str = "claims only";

/// The words of a line's third column that are still to be read.
type Words<'w> = Peekable<vec::IntoIter<&'w str>>;

/// Between the columns of a line.
const GAP: &str = "  ";

/// One line of the file. The texts are escaped, on either side of a comparison.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct LockedRoute {
    path: String,
    method: String,
    pub(crate) demands: Demands,
    handler: String,
}

/// What a route demands, as the file has it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Demands {
    pub(crate) is_public: bool,
    /// `None` is any, or that the route is public.
    entity: Option<String>,
    pub(crate) requirements: Requirements,
    pub(crate) claims_only: bool,
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
        let is_public = route.access.is_public();
        let entity = route.entity.filter(|_| !is_public);
        Self {
            path: escape(&route.path, is_graphic),
            method: route.method.to_owned(),
            demands: Demands {
                is_public,
                entity: entity.map(plain::word),
                requirements: route.requirements.escaped(),
                claims_only: route.claims_only,
                query: route.query.as_deref().map(plain::word),
            },
            handler: escape(&route.handler, |char| char == ' ' || is_graphic(char)),
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut columns = line.trim().splitn(4, GAP);
        let (method, path) = (columns.next()?, columns.next()?);
        let demands = Demands::parse(columns.next()?)?;
        let handler = columns.next()?.trim();
        let is_method = method == "*" || method.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_path = path == "*" || path.starts_with('/');
        let is_whole = !method.is_empty() && !handler.is_empty() && !path.contains(' ');
        (is_method && is_path && is_whole).then(|| Self {
            path: path.to_owned(),
            method: method.to_owned(),
            demands,
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

impl Demands {
    fn parse(text: &str) -> Option<Self> {
        let (access, rest) = text.split_once(' ').unwrap_or((text, ""));
        let words: Vec<&str> = rest.split(", ").filter(|_| !rest.is_empty()).collect();
        let mut words: Words<'_> = words.into_iter().peekable();
        let is_public = match access {
            PUBLIC => true,
            PROTECTED => false,
            _ => return None,
        };
        let entity = match if is_public { ANY_ENTITY } else { words.next()? } {
            ANY_ENTITY => None,
            table => Some(word(table)?),
        };
        let requirements = Requirements::take(&mut words)?;
        let claims_only = words.next_if_eq(&CLAIMS_ONLY).is_some();
        let query = match words.next() {
            None => None,
            Some(query) => Some(word(query.strip_prefix('?')?.strip_suffix('=')?)?),
        };
        let is_public_only = !is_public || requirements == Requirements::default();
        (words.next().is_none() && is_public_only).then_some(Self {
            is_public,
            entity,
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
            demands,
            handler,
        } = self;
        write!(f, "{method}{GAP}{path}{GAP}{demands}{GAP}{handler}")
    }
}

impl fmt::Display for Demands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = Vec::new();
        if !self.is_public {
            words.push(self.entity.as_deref().unwrap_or(ANY_ENTITY).to_owned());
        }
        words.extend(self.requirements.words());
        if self.claims_only {
            words.push(CLAIMS_ONLY.to_owned());
        }
        words.extend(self.query.as_ref().map(|query| format!("?{query}=")));
        let access = if self.is_public { PUBLIC } else { PROTECTED };
        let words = words.join(", ");
        write!(f, "{}", format!("{access} {words}").trim_end())
    }
}

/// A name as it stands in the file.
fn word(text: &str) -> Option<String> {
    let is_word = !text.is_empty() && text.chars().all(|char| is_in_word(char) || char == '\\');
    is_word.then(|| text.to_owned())
}

#[cfg(test)]
mod tests;
