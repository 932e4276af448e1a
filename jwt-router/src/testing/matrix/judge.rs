//! Sends the requests of the test matrix, and compares the responses with the policy.

use std::collections::HashMap;

use super::{
    body::Bodies,
    caller::CallerKind,
    failure::MatrixFailure,
    fixtures::{self, Fixtures},
    grid::{Cell, Grid, GridRow, Wrong},
    lines::Lines,
    mismatch::{self, Mismatch},
    notes, places,
    row::Row,
    sample::Person,
    token::Mint,
};
use crate::{
    app::App,
    jwt::token_use::TokenUse,
    policy::{RoutePolicy, lock::LockedRoute},
};

/// The application under test, the policy with which its responses are compared, and the entities whose tokens are
/// sent.
pub(super) struct Judge<'a> {
    pub(super) app: &'a App,
    pub(super) lines: Lines,
    /// The request path of each route, with its captures filled, in the order of the policy table.
    pub(super) targets: Vec<String>,
    pub(super) people: Vec<Person>,
    pub(super) fixtures: Option<Fixtures>,
    pub(super) bodies: Bodies,
    pub(super) is_only_refusals: bool,
}

/// The state of a running matrix: counts, minted tokens, and data about the routes.
pub(super) struct Findings<'a> {
    pub(super) mint: Mint,
    /// For each path, the methods for which it has a route.
    pub(super) methods: HashMap<&'a str, Vec<&'a str>>,
    /// The query parameters in which the matrix sends tokens: those of all routes, and usual names such as
    /// `token`.
    pub(super) parameters: Vec<&'a str>,
    requests: usize,
    /// The number of merged routers and services in the policy, whose routes are unknown, and of fallbacks that no
    /// request is certain to reach. The matrix sends no requests to them.
    skipped: usize,
}

/// The result of one route: its responses, compared with its policy, and messages about differences.
struct TriedRoute {
    row: GridRow,
    /// The messages about wrong responses, or about a new route or a looser policy; empty if all is right.
    mismatches: Vec<String>,
    notes: Vec<String>,
    /// The number of wrong responses.
    wrong: usize,
}

/// The result of one route for one kind of caller: the responses, compared with the route's policy.
#[derive(Default)]
struct Tried {
    cell: Cell,
    mismatches: Vec<Mismatch>,
    notes: Vec<String>,
}

impl Judge<'_> {
    pub(super) async fn judge(&self) -> Result<Grid, MatrixFailure> {
        let callers = self.callers();
        let mut found = self.findings();
        let routes = self.app.policy().routes();
        let mut tried = Vec::new();
        for position in fixtures::order(routes) {
            let (Some(route), Some(target)) = (routes.get(position), self.targets.get(position))
            else {
                continue;
            };
            let required = self.lines.required.get(position).and_then(Option::as_ref);
            let own = LockedRoute::of(route);
            let (method, target) = if own.is_whole_router() {
                let Some(request) = self.fallback_request(route, &found) else {
                    found.skipped += 1;
                    continue;
                };
                request
            } else {
                let method = route.method.parse();
                let method = method.map_err(|_| MatrixFailure::Method(own.name()))?;
                (method, target.clone())
            };
            let results = match required {
                None => self.not_in_the_file(route, &own, &callers),
                Some(required) => {
                    let row = Row {
                        route,
                        method,
                        target: &target,
                        own,
                        required,
                    };
                    self.route(&row, &callers, &mut found).await?
                }
            };
            tried.push((position, results));
        }
        tried.sort_by_key(|(position, _)| *position);
        let tried = tried.into_iter().map(|(_, results)| results).collect();
        self.end(&callers, &found, tried)
    }

    /// Returns the result of a route that is not in the lock file: a message, and cells without a response.
    fn not_in_the_file(
        &self,
        route: &RoutePolicy,
        own: &LockedRoute,
        callers: &[CallerKind],
    ) -> TriedRoute {
        let (_, file) = self.lines.file.clone().unwrap_or_default();
        let cells = callers.iter().map(|_| Cell::default()).collect();
        TriedRoute {
            row: GridRow::new(route, cells),
            mismatches: vec![mismatch::new(route, own, &file)],
            notes: Vec::new(),
            wrong: 0,
        }
    }

    /// Sends the requests of every kind of caller to one route, and returns the results.
    async fn route(
        &self,
        row: &Row<'_>,
        callers: &[CallerKind],
        found: &mut Findings<'_>,
    ) -> Result<TriedRoute, MatrixFailure> {
        let mut tried = Vec::new();
        for (column, caller) in fixtures::order_of_callers(&row.method, callers) {
            tried.push((column, self.cell(row, caller, found).await?));
        }
        tried.sort_by_key(|(column, _)| *column);
        let (mut cells, mut wrong, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for (_, tried) in tried {
            cells.push(tried.cell);
            wrong.extend(tried.mismatches);
            notes.extend(tried.notes);
        }
        notes.extend(self.untried(row));
        let file = self.lines.file.as_ref().map(|(_, name)| &**name);
        let mut mismatches = Vec::from_iter(mismatch::sentences(row, &wrong, file));
        if wrong.is_empty() && row.own.policy.is_looser_than(&row.required.policy) {
            mismatches.push(mismatch::unseen(row, file));
        }
        Ok(TriedRoute {
            row: GridRow::new(row.route, cells),
            mismatches,
            notes,
            wrong: wrong.len(),
        })
    }

    /// Returns the kinds of caller whose requests are sent. A kind is left out if it tests nothing in this
    /// application, such as the kind `cookie` if no cookies are read.
    fn callers(&self) -> Vec<CallerKind> {
        let mut callers = CallerKind::all(&self.people);
        let lines = || self.lines.required.iter().flatten();
        let uses: Vec<&TokenUse> = lines().map(|line| &line.policy.token_use).collect();
        let is_wanted = |caller: &CallerKind| match caller {
            CallerKind::Link | CallerKind::Access => {
                uses.iter().any(|taken| **taken != TokenUse::Access)
            }
            CallerKind::Ticket => uses.contains(&&TokenUse::Ticket),
            CallerKind::Cookie | CallerKind::CrossSite => self.has_cookies(),
            CallerKind::WebSocket => self.has_websockets(),
            CallerKind::EndedSession => self.app.origin.jwt.config().sessions.is_some(),
            CallerKind::ShortOf(argument, _) => {
                lines().any(|line| line.policy.requirements.get(argument).is_some())
            }
            CallerKind::NoToken
            | CallerKind::Malformed
            | CallerKind::Expired
            | CallerKind::WrongKey
            | CallerKind::AlgNone
            | CallerKind::Refresh
            | CallerKind::NoEntity
            | CallerKind::OldVersion
            | CallerKind::Person(_)
            | CallerKind::InUrl
            | CallerKind::TwoTokens
            | CallerKind::OtherMethods => true,
        };
        callers.retain(is_wanted);
        callers
    }

    fn findings(&self) -> Findings<'_> {
        let mut methods: HashMap<&str, Vec<&str>> = HashMap::new();
        for route in self.app.policy().routes() {
            methods.entry(&route.path).or_default().push(&route.method);
        }
        Findings {
            mint: Mint::new(&self.app.origin.jwt),
            methods,
            parameters: places::parameters(self.app.policy().routes()),
            requests: 0,
            skipped: 0,
        }
    }

    /// Sends the requests of one kind of caller to one route. The cell of the grid shows the first wrong response,
    /// or else the first response.
    async fn cell(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        found: &mut Findings<'_>,
    ) -> Result<Tried, MatrixFailure> {
        let mut tried = Tried::default();
        let probes = self.probes(row, caller, found).await?;
        for (number, probe) in probes.into_iter().enumerate() {
            if self.is_only_refusals && probe.expected.may_run_a_handler() {
                continue;
            }
            let sent = match self.fresh(row, caller, (number, &probe), found).await? {
                Some((app, probe)) => probe.send(&app).await,
                None => probe.send(self.app).await,
            };
            let Some(answer) = sent else {
                tried.notes.push(notes::unsent(row, &probe));
                continue;
            };
            found.requests += 1;
            let status = answer.status;
            if let Some(meaning) = probe.expected.wrong(&answer, &probe.method) {
                if tried.mismatches.is_empty() {
                    tried.cell = Cell::new(format!("!! {}", status.as_u16()), status);
                }
                let mismatch = Mismatch::new(row, caller, &probe, &answer, meaning);
                tried.mismatches.push(mismatch);
            } else if status.is_server_error() {
                tried.notes.push(format!(
                    "{} {} {} was let in, and answered {}",
                    probe.method,
                    row.route.path,
                    probe.words,
                    status.as_u16()
                ));
            }
            if tried.cell.status.is_none() {
                tried.cell = Cell::new(answer.shown(), status);
            }
        }
        Ok(tried)
    }

    fn end(
        &self,
        callers: &[CallerKind],
        found: &Findings<'_>,
        tried: Vec<TriedRoute>,
    ) -> Result<Grid, MatrixFailure> {
        let (mut rows, mut mismatches, mut notes, mut answers) = (vec![], vec![], vec![], 0);
        for route in tried {
            rows.push(route.row);
            mismatches.extend(route.mismatches);
            notes.extend(route.notes);
            answers += route.wrong;
        }
        let (policy, name) = match &self.lines.file {
            Some((path, name)) => (path.clone(), &**name),
            None => ("its policy".to_owned(), ""),
        };
        let missing = self.lines.missing.iter();
        mismatches.extend(missing.map(|route| mismatch::missing(route, name)));
        notes.extend(self.whole_notes(found.skipped));
        let heads = callers.iter().map(|caller| caller.head(&self.people));
        let grid = Grid {
            callers: heads.collect(),
            rows,
            notes,
            requests: found.requests,
        };
        if mismatches.is_empty() {
            return Ok(grid);
        }
        Err(MatrixFailure::Wrong(Box::new(Wrong {
            policy,
            answers,
            mismatches,
            grid,
        })))
    }
}
