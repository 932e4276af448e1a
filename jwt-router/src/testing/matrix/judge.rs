//! Sends the requests of the test matrix, and compares the responses with the policy.

use std::{collections::HashMap, path::PathBuf};

use http::Method;

use super::{
    caller::CallerKind,
    failure::MatrixFailure,
    grid::{Grid, Wrong},
    mismatch::{self, Mismatch},
    row::Row,
    sample::Person,
    token::Mint,
};
use crate::{
    app::App,
    policy::{
        PolicyTable,
        lock::{LockedRoute, locked},
    },
    testing::lock,
};

/// The policy with which the matrix compares the responses, as lines of a lock file.
pub(super) struct Lines {
    /// The path of the lock file in backticks, and its file name; `None` if the application's own policy is
    /// used.
    file: Option<(String, String)>,
    /// The line for each route of the application, in the order of its policy; `None` if the lock file has no
    /// such route.
    required: Vec<Option<LockedRoute>>,
    /// The lines of the lock file for routes that the application does not have.
    missing: Vec<LockedRoute>,
}

/// Reads the policy with which the responses are compared from the lock file. Without a file, takes that of the
/// application.
pub(super) fn lines(policy: &PolicyTable, file: Option<PathBuf>) -> Result<Lines, MatrixFailure> {
    let Some(path) = file else {
        return Ok(Lines {
            file: None,
            required: locked(policy).into_iter().map(Some).collect(),
            missing: Vec::new(),
        });
    };
    let name = path.file_name().unwrap_or_default();
    let shown = (
        format!("`{}`", path.display()),
        name.to_string_lossy().into_owned(),
    );
    let mut missing = lock::read_or_bless(policy, path)?;
    let mut required = Vec::new();
    for route in locked(policy) {
        let position = missing.iter().position(|line| line.is_line_of(&route));
        required.push(position.map(|position| missing.remove(position)));
    }
    Ok(Lines {
        file: Some(shown),
        required,
        missing,
    })
}

/// The application under test, the policy with which its responses are compared, and the entities to call it
/// as.
pub(super) struct Judge<'a> {
    pub(super) app: &'a App,
    pub(super) lines: Lines,
    /// The request path of each route, with its captures filled, in the order of the policy.
    pub(super) targets: Vec<String>,
    pub(super) people: Vec<Person>,
    pub(super) is_only_refusals: bool,
}

/// The results of the matrix so far, and data that its requests share.
pub(super) struct Findings<'a> {
    pub(super) mint: Mint<'a>,
    /// The methods of each path that have a route.
    pub(super) methods: HashMap<&'a str, Vec<&'a str>>,
    /// The query parameters in which the matrix sends tokens: those of all routes, and usual names such as
    /// `token`.
    pub(super) parameters: Vec<&'a str>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
    mismatches: Vec<String>,
    requests: usize,
    wrong: usize,
}

impl Judge<'_> {
    pub(super) async fn judge(&self) -> Result<Grid, MatrixFailure> {
        let callers = self.callers();
        let mut found = self.findings();
        let mut skipped = 0;
        let routes = self.app.policy().routes().iter();
        let lines = self.lines.required.iter().zip(&self.targets);
        for (route, (required, target)) in routes.zip(lines) {
            let own = LockedRoute::of(route);
            let Ok(method) = route.method.parse::<Method>() else {
                continue;
            };
            if own.is_whole_router() {
                skipped += 1;
                continue;
            }
            let mut cells = vec![route.method.clone(), route.path.clone()];
            let Some(required) = required else {
                let (_, file) = self.lines.file.clone().unwrap_or_default();
                found.mismatches.push(mismatch::new(route, &own, &file));
                cells.extend(callers.iter().map(|_| "-".to_owned()));
                found.rows.push(cells);
                continue;
            };
            let row = Row {
                route,
                method,
                target,
                own,
                required,
            };
            let mut mismatches = Vec::new();
            for caller in &callers {
                cells.push(
                    self.cell(&row, *caller, &mut found, &mut mismatches)
                        .await?,
                );
            }
            found.notes.extend(self.untried(&row));
            found.wrong += mismatches.len();
            let file = self.lines.file.as_ref().map(|(_, name)| &**name);
            found
                .mismatches
                .extend(mismatch::sentences(&row, &mismatches, file));
            if mismatches.is_empty() && row.own.policy.is_looser_than(&required.policy) {
                found.mismatches.push(mismatch::unseen(&row, file));
            }
            found.rows.push(cells);
        }
        self.end(&callers, found, skipped)
    }

    /// Returns the kinds of caller to send. Callers who miss a requirement are sent only if a route has that
    /// requirement.
    fn callers(&self) -> Vec<CallerKind> {
        let mut callers = CallerKind::all(&self.people);
        let lines = || self.lines.required.iter().flatten();
        let is_wanted = |caller: &CallerKind| match caller {
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
        let mut parameters = vec!["auth", "access_token", "token"];
        for route in self.app.policy().routes() {
            methods.entry(&route.path).or_default().push(&route.method);
            parameters.extend(route.query.as_deref());
        }
        parameters.sort_unstable();
        parameters.dedup();
        Findings {
            mint: Mint::new(self.app.origin.jwt.config()),
            methods,
            parameters,
            rows: Vec::new(),
            notes: Vec::new(),
            mismatches: Vec::new(),
            requests: 0,
            wrong: 0,
        }
    }

    /// Sends the requests of one kind of caller to one route. Returns the table cell with the result: the first
    /// wrong response, or else the first response.
    async fn cell(
        &self,
        row: &Row<'_>,
        caller: CallerKind,
        found: &mut Findings<'_>,
        mismatches: &mut Vec<Mismatch>,
    ) -> Result<String, MatrixFailure> {
        let mut shown = None;
        let mut is_wrong = false;
        for probe in self.probes(row, caller, found)? {
            if self.is_only_refusals && probe.expected.may_run_a_handler() {
                continue;
            }
            let Some(answer) = probe.send(self.app).await else {
                continue;
            };
            found.requests += 1;
            let status = answer.status.as_u16();
            if let Some(meaning) = probe.expected.wrong(&answer, &probe.method) {
                mismatches.push(Mismatch::new(row, caller, &probe, &answer, meaning));
                if !is_wrong {
                    shown = Some(format!("!! {status}"));
                    is_wrong = true;
                }
            } else if answer.status.is_server_error() {
                found.notes.push(format!(
                    "{} {} {} was let in, and answered {status}",
                    probe.method, row.route.path, probe.words
                ));
            }
            shown.get_or_insert_with(|| answer.shown());
        }
        Ok(shown.unwrap_or_else(|| "-".to_owned()))
    }

    fn end(
        &self,
        callers: &[CallerKind],
        found: Findings<'_>,
        skipped: usize,
    ) -> Result<Grid, MatrixFailure> {
        let mut mismatches = found.mismatches;
        let mut notes = found.notes;
        if skipped > 0 {
            notes.push(format!(
                "{skipped} of the policy's lines are whole routers, services or fallbacks (`*`), whose routes cannot be seen: they were not tried"
            ));
        }
        let everywhere = self
            .people
            .iter()
            .filter(|person| person.absent_key.is_none());
        let mut tables: Vec<&str> = everywhere.map(|person| person.entity.table()).collect();
        tables.dedup();
        notes.extend(tables.into_iter().map(|table| format!(
            "`{table}`: its store has an entity for every key that was tried, so no deleted entity was tried"
        )));
        let (policy, name) = match &self.lines.file {
            Some((path, name)) => (path.clone(), &**name),
            None => ("its policy".to_owned(), ""),
        };
        let missing = self.lines.missing.iter();
        mismatches.extend(missing.map(|route| mismatch::missing(route, name)));
        let mut head = vec!["METHOD".to_owned(), "PATH".to_owned()];
        head.extend(callers.iter().map(|caller| caller.head(&self.people)));
        let grid = Grid {
            head,
            rows: found.rows,
            notes,
            requests: found.requests,
        };
        if mismatches.is_empty() {
            return Ok(grid);
        }
        Err(MatrixFailure::Wrong(Box::new(Wrong {
            policy,
            answers: found.wrong,
            mismatches,
            grid,
        })))
    }
}
