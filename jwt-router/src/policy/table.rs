use std::{cmp, fmt};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::policy::{Access, Requirements, lock};

/// Every route of an application with what it demands, sorted by path and method.
///
/// `Display` prints it as an aligned table, one line a route, in which a route is public or
/// protected; [`markdown`](Self::markdown) is the same for a page, and with serde it is an array of
/// [`RoutePolicy`] objects, which is read back in any order. The line `*` is a merged router:
/// all of its routes that have no line of their own.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct PolicyTable {
    routes: Vec<RoutePolicy>,
}

impl PolicyTable {
    pub(crate) fn new(mut routes: Vec<RoutePolicy>) -> Self {
        routes.sort();
        Self { routes }
    }

    /// The routes, sorted by path and method.
    #[must_use]
    pub fn routes(&self) -> &[RoutePolicy] {
        &self.routes
    }

    /// The table in Markdown, for a wiki or a review.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = "| method | path | access | needs | handler | at |".to_owned();
        text.push_str("\n| --- | --- | --- | --- | --- | --- |");
        for route in &self.routes {
            let [method, path, access, needs, handler, at] = route.cells();
            let access = if route.access.is_public() {
                format!("**{access}**")
            } else {
                access
            };
            let [path, handler, at] = [path, handler, at].map(|cell| code(&cell));
            let row = [method, path, access, needs, handler, at].map(|cell| one_cell(&cell));
            text.push_str("\n| ");
            text.push_str(&row.join(" | "));
            text.push_str(" |");
        }
        text
    }

    /// The SHA-256 of the policy, in hexadecimal: two programs with one hash demand the same.
    ///
    /// The hash covers a line for each route, in the table's order: the JSON array of its method, path,
    /// access, requirements (as [`Requirements`] serialize), `claims_only`, query parameter and handler. Files
    /// and lines are left out, so that moving code changes nothing.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for route in &self.routes {
            let RoutePolicy {
                path,
                method,
                access,
                requirements,
                claims_only,
                query,
                handler,
                file: _,
                line: _,
            } = route;
            let line = json!([
                method,
                path,
                access,
                requirements,
                claims_only,
                query,
                handler
            ]);
            hash.update(format!("{line}\n"));
        }
        let hex = hash
            .finalize()
            .into_iter()
            .map(|byte| format!("{byte:02x}"));
        hex.collect()
    }
}

impl<'de> Deserialize<'de> for PolicyTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::new)
    }
}

/// What one route demands.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct RoutePolicy {
    /// The path as axum matches it, API prefix included.
    pub path: String,
    /// The method, or `*` for a service or a router that answers methods we do not see.
    pub method: String,
    /// Who may call it.
    pub access: Access,
    /// What it requires of the caller besides a valid token.
    pub requirements: Requirements,
    /// Whether the token alone decides, and the entity is not loaded.
    pub claims_only: bool,
    /// The query parameter that may hold the token.
    pub query: Option<String>,
    /// The handler's path, or what stands for it.
    pub handler: String,
    /// The file of the handler or of the builder's call.
    pub file: String,
    /// The line in that file.
    pub line: u32,
}

impl RoutePolicy {
    /// The route as a line of the printed table.
    fn cells(&self) -> [String; 6] {
        [
            self.method.clone(),
            self.path.clone(),
            self.access.to_string(),
            self.words(),
            self.handler.clone(),
            format!("{}:{}", self.file, self.line),
        ]
    }

    /// Returns what the route requires, and how the token is taken.
    fn words(&self) -> String {
        lock::words_of(
            self.access.is_public(),
            &self.requirements,
            self.claims_only,
            self.query.as_deref(),
        )
    }
}

/// A text as it is, in Markdown.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// A text that stays within its cell.
fn one_cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\r', '\n'], " ")
}

impl fmt::Display for PolicyTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["METHOD", "PATH", "ACCESS", "NEEDS", "HANDLER", "AT"].map(str::to_owned);
        let routes = self.routes.iter().map(RoutePolicy::cells);
        let rows: Vec<[String; 6]> = std::iter::once(head).chain(routes).collect();
        let mut widths = [0; 6];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cmp::max(*width, cell.chars().count());
            }
        }
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                writeln!(f)?;
            }
            let line: Vec<String> = row
                .iter()
                .zip(widths)
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            write!(f, "{}", line.join("  ").trim_end())?;
        }
        Ok(())
    }
}
