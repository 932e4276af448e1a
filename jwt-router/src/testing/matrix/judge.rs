//! Sends the requests, and compares.

use std::{collections::HashMap, path::PathBuf};

use http::Method;

use super::{
    caller::Caller,
    failure::Failure,
    fault::{self, Fault},
    grid::{Grid, Wrong},
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

/// What the routes are to demand.
pub(super) struct Lines {
    /// The lock file: its path, and its name alone.
    file: Option<(String, String)>,
    /// In the policy's order; `None` is a route that the file does not have.
    demanded: Vec<Option<LockedRoute>>,
    /// What only the file has.
    missing: Vec<LockedRoute>,
}

/// Finds out what each route is to demand.
pub(super) fn lines(policy: &PolicyTable, file: Option<PathBuf>) -> Result<Lines, Failure> {
    let Some(path) = file else {
        return Ok(Lines {
            file: None,
            demanded: locked(policy).into_iter().map(Some).collect(),
            missing: Vec::new(),
        });
    };
    let name = path.file_name().unwrap_or_default();
    let shown = (
        format!("`{}`", path.display()),
        name.to_string_lossy().into_owned(),
    );
    let mut missing = lock::read_or_bless(policy, path)?;
    let mut demanded = Vec::new();
    for route in locked(policy) {
        let position = missing.iter().position(|line| line.is_line_of(&route));
        demanded.push(position.map(|position| missing.remove(position)));
    }
    Ok(Lines {
        file: Some(shown),
        demanded,
        missing,
    })
}

/// An application, and everybody who calls.
pub(super) struct Judge<'a> {
    pub(super) app: &'a App,
    pub(super) lines: Lines,
    /// The paths to send, in the policy's order.
    pub(super) targets: Vec<String>,
    pub(super) people: Vec<Person>,
    pub(super) is_only_refusals: bool,
}

/// What is found out on the way.
pub(super) struct Findings<'a> {
    pub(super) mint: Mint<'a>,
    /// The methods of each path.
    pub(super) methods: HashMap<&'a str, Vec<&'a str>>,
    /// Every query parameter that some route, or some habit, takes tokens from.
    pub(super) parameters: Vec<&'a str>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
    faults: Vec<String>,
    requests: usize,
    wrong: usize,
}

impl Judge<'_> {
    pub(super) async fn judge(&self) -> Result<Grid, Failure> {
        let callers = self.callers();
        let mut found = self.findings();
        let mut skipped = 0;
        let routes = self.app.policy().routes().iter();
        let lines = self.lines.demanded.iter().zip(&self.targets);
        for (route, (demanded, target)) in routes.zip(lines) {
            let own = LockedRoute::of(route);
            let Ok(method) = route.method.parse::<Method>() else {
                continue;
            };
            if own.is_whole_router() {
                skipped += 1;
                continue;
            }
            let mut cells = vec![route.method.clone(), route.path.clone()];
            let Some(demanded) = demanded else {
                let (_, file) = self.lines.file.clone().unwrap_or_default();
                found.faults.push(fault::new(route, &own, &file));
                cells.extend(callers.iter().map(|_| "-".to_owned()));
                found.rows.push(cells);
                continue;
            };
            let row = Row {
                route,
                method,
                target,
                own,
                required: demanded,
            };
            let mut faults = Vec::new();
            for caller in &callers {
                cells.push(self.cell(&row, *caller, &mut found, &mut faults).await?);
            }
            found.notes.extend(self.untried(&row));
            found.wrong += faults.len();
            let file = self.lines.file.as_ref().map(|(_, name)| &**name);
            found.faults.extend(fault::told(&row, &faults, file));
            if faults.is_empty() && row.own.policy.is_looser_than(&demanded.policy) {
                found.faults.push(fault::unseen(&row, file));
            }
            found.rows.push(cells);
        }
        self.end(&callers, found, skipped)
    }

    /// Everybody who is sent.
    fn callers(&self) -> Vec<Caller> {
        let mut callers = Caller::all(&self.people);
        let lines = || self.lines.demanded.iter().flatten();
        let is_wanted = |caller: &Caller| match caller {
            Caller::ShortOf(argument, _) => {
                lines().any(|line| line.policy.requirements.get(argument).is_some())
            }
            Caller::NoToken
            | Caller::Malformed
            | Caller::Expired
            | Caller::WrongKey
            | Caller::AlgNone
            | Caller::Refresh
            | Caller::Nobody
            | Caller::Person(_)
            | Caller::InUrl
            | Caller::TwoTokens
            | Caller::OtherMethods => true,
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
            faults: Vec::new(),
            requests: 0,
            wrong: 0,
        }
    }

    /// Sends what belongs to one route and one caller; the text is the first answer, or the first
    /// that is wrong.
    async fn cell(
        &self,
        row: &Row<'_>,
        caller: Caller,
        found: &mut Findings<'_>,
        faults: &mut Vec<Fault>,
    ) -> Result<String, Failure> {
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
                faults.push(Fault::new(row, caller, &probe, &answer, meaning));
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
        callers: &[Caller],
        found: Findings<'_>,
        skipped: usize,
    ) -> Result<Grid, Failure> {
        let mut faults = found.faults;
        let mut notes = found.notes;
        if skipped > 0 {
            notes.push(format!(
                "{skipped} of the policy's lines are whole routers or services (`*`), whose routes cannot be seen: they were not tried"
            ));
        }
        let everywhere = self.people.iter().filter(|person| person.nobody.is_none());
        let mut tables: Vec<&str> = everywhere.map(|person| person.entity.table()).collect();
        tables.dedup();
        notes.extend(tables.into_iter().map(|table| format!(
            "`{table}`: its store has whomever it is asked for, so whether somebody who is deleted is refused was not tried"
        )));
        let (policy, name) = match &self.lines.file {
            Some((path, name)) => (path.clone(), &**name),
            None => ("its policy".to_owned(), ""),
        };
        let missing = self.lines.missing.iter();
        faults.extend(missing.map(|route| fault::missing(route, name)));
        let mut head = vec!["METHOD".to_owned(), "PATH".to_owned()];
        head.extend(callers.iter().map(|caller| caller.head(&self.people)));
        let grid = Grid {
            head,
            rows: found.rows,
            notes,
            requests: found.requests,
        };
        if faults.is_empty() {
            return Ok(grid);
        }
        Err(Failure::Wrong(Box::new(Wrong {
            policy,
            answers: found.wrong,
            faults,
            grid,
        })))
    }
}
