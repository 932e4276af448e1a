use std::{cmp, fmt};

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    jwt::token_use::TokenUse,
    policy::{Access, Requirements, TokenTransports, lock},
};

/// The policies of all routes of an application, sorted by path and method.
///
/// `Display` prints an aligned table with one line for each route, and [`markdown`](Self::markdown) returns the
/// same table in Markdown. With serde, the table is an array of [`RoutePolicy`] objects; deserializing the array
/// sorts it. A line with the method `*` and the path `*` describes a router that
/// [`AppBuilder::merge`](crate::AppBuilder::merge) adds, and covers all routes of the router that have no line of
/// their own. A line with the path `404` or `405` describes a fallback, the handler for unknown paths or wrong
/// methods.
///
/// # Examples
///
/// ```
/// use jwt_router::prelude::*;
///
/// #[ignored(GET, "/health", register = false)]
/// async fn health() {}
///
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let app = jwt.app_with((), routes![health]).build()?;
/// let policy = app.policy();
/// assert!(policy.routes()[0].access.is_public());
/// assert!(policy.markdown().contains("| GET | `/health` | **public** |"));
/// assert_eq!(policy.sha256().len(), 64);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    /// Returns the routes, sorted by path and method.
    #[must_use]
    pub fn routes(&self) -> &[RoutePolicy] {
        &self.routes
    }

    /// Returns the table in Markdown, with one row for each route.
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

    /// Returns the SHA-256 of the policy in hexadecimal. Two programs with the same hash have the same policy.
    ///
    /// The hash covers one line for each route, in the table's order. The line is the JSON array of the route's
    /// method, path, access, use of tokens, requirements (as [`Requirements`] serialize), `claims_only`,
    /// `token_version`, places of the token, and handler. Files and line numbers are left out, so that moving code
    /// does not change the hash.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for route in &self.routes {
            let RoutePolicy {
                path,
                method,
                access,
                token_use,
                requirements,
                claims_only,
                token_version,
                transports,
                handler,
                file: _,
                line: _,
            } = route;
            // Not an object of `json!`: the order of its members depends on a feature of serde_json, which any
            // crate may enable.
            let line = serde_json::to_string(&(
                method,
                path,
                access,
                token_use,
                requirements,
                claims_only,
                token_version,
                transports,
                handler,
            ));
            // Texts, numbers and lists of them always serialize.
            hash.update(line.unwrap_or_default());
            hash.update("\n");
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

/// The policy of one route, which is one line of the [`PolicyTable`].
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub struct RoutePolicy {
    /// The path that axum matches, including the API prefix; `*` for a merged router, `404` for the fallback for
    /// unknown paths, and `405` for the fallback for wrong methods.
    pub path: String,
    /// The request method, or `*` for a fallback, a service or a router, whose methods are not known.
    pub method: String,
    /// Whether the route is public or protected.
    pub access: Access,
    /// The use of the tokens that the route takes: access tokens, unless the route is for refresh tokens, links
    /// (tokens for one purpose) or tickets (tokens for one request).
    #[serde(default)]
    pub token_use: TokenUse,
    /// The requirements that a caller has to meet besides having a valid token.
    pub requirements: Requirements,
    /// Whether the guard verifies the token without loading the entity that the token names.
    pub claims_only: bool,
    /// Whether the route is protected and accepts an entity with a
    /// [`token_version`](crate::Entity::token_version). The guard then refuses the application's tokens of this
    /// entity if their version is not the current one.
    pub token_version: bool,
    /// The places where a request may hold the token, besides the header `Authorization`. They serialize as the
    /// members `cookie`, `websocket` and `query` of the route itself.
    #[serde(flatten)]
    pub transports: TokenTransports,
    /// The full path of the handler's function. For a route without an attribute, the builder call that adds the
    /// route or makes it public.
    pub handler: String,
    /// The source file of the handler or of the builder call.
    pub file: String,
    /// The line number in `file`, from 1.
    pub line: u32,
}

impl RoutePolicy {
    /// Returns the cells of this route's row in the printed table.
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

    /// Returns the text of the column `NEEDS` in the printed table, such as
    /// `users, role admin, claims only, ?auth=`.
    fn words(&self) -> String {
        lock::words_of(
            self.access.is_public(),
            &self.token_use,
            &self.requirements,
            self.claims_only,
            self.token_version,
            &self.transports,
        )
    }
}

/// Formats the text as inline code in Markdown.
fn code(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// Escapes a text, so that it stays within one cell of a Markdown table.
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
