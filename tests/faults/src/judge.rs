//! Compares each response with the promises of the guard.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::phase::Phase;

/// The number of violations that a report spells out.
const SPELLED_OUT: usize = 20;

/// The time within which the public route responds, in every phase.
///
/// It needs no database, so no fault of the database may delay it. The limit is generous, because the load and both
/// servers share a machine that may be busy; a stall of a second is found.
const PUBLIC_LIMIT: Duration = Duration::from_millis(900);

/// Who sends a request.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Caller {
    /// A user with this key.
    User(u64),
    /// A user who is deleted while requests are sent.
    Leaver,
    /// A token whose user was deleted before.
    Deleted,
    /// No token, on the public route.
    Anonymous,
}

/// Whether [`Caller::Leaver`] has been deleted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Leaver {
    /// The user is in the database.
    Present,
    /// The user is being deleted.
    Leaving,
    /// The deletion is committed.
    Gone,
}

/// A request whose response has not arrived.
#[derive(Clone, Copy)]
pub(crate) struct Begun {
    caller: Caller,
    phase: Phase,
    /// The number of changes of the phase before the request.
    epoch: u64,
    leaver: Leaver,
    at: Instant,
}

/// The responses of one kind of caller in one phase.
#[derive(Clone, Default)]
pub(crate) struct Tally {
    pub(crate) by_status: BTreeMap<u16, u64>,
    pub(crate) slowest: Duration,
}

/// Knows the phase, and judges responses.
pub(crate) struct Judge {
    state: Mutex<State>,
}

/// The result of all requests.
#[derive(Clone, Default)]
pub(crate) struct Findings {
    /// By the phase throughout which the request was waited; `None` if the phase changed meanwhile.
    pub(crate) tallies: BTreeMap<(Option<Phase>, &'static str), Tally>,
    pub(crate) violations: Vec<String>,
    /// All violations, also those that are not spelled out.
    pub(crate) violation_count: u64,
}

struct State {
    phase: Phase,
    epoch: u64,
    leaver: Leaver,
    /// The successive users that were let in since the phase changed.
    let_in: u64,
    findings: Findings,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                phase: Phase::Healthy,
                epoch: 0,
                leaver: Leaver::Present,
                let_in: 0,
                findings: Findings::default(),
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn enter(&self, phase: Phase) {
        let mut state = self.state();
        state.phase = phase;
        state.epoch += 1;
        state.let_in = 0;
    }

    pub(crate) fn leaver_is(&self, leaver: Leaver) {
        self.state().leaver = leaver;
    }

    /// Returns the number of successive users that were let in since the phase changed.
    pub(crate) fn let_in(&self) -> u64 {
        self.state().let_in
    }

    pub(crate) fn findings(&self) -> Findings {
        self.state().findings.clone()
    }

    pub(crate) fn begin(&self, caller: Caller) -> Begun {
        let state = self.state();
        Begun {
            caller,
            phase: state.phase,
            epoch: state.epoch,
            leaver: state.leaver,
            at: Instant::now(),
        }
    }

    /// Judges a response, or the error of a connection that broke.
    pub(crate) fn end(&self, begun: Begun, response: Result<(u16, String), String>) {
        let took = begun.at.elapsed();
        let mut state = self.state();
        let (status, body) = match response {
            Ok(response) => response,
            Err(error) => return state.report(begun, &error),
        };
        if !state.allows(begun, status, &body, took) {
            state.report(begun, &format!("{status} `{body}` after {took:?}"));
        }
        if matches!(begun.caller, Caller::User(_)) && begun.epoch == state.epoch {
            state.let_in = if status == 200 { state.let_in + 1 } else { 0 };
        }
        let phase = (begun.epoch == state.epoch).then_some(begun.phase);
        let tally = state.findings.tallies.entry((phase, begun.caller.name()));
        let tally = tally.or_default();
        *tally.by_status.entry(status).or_default() += 1;
        tally.slowest = tally.slowest.max(took);
    }
}

impl Findings {
    /// Returns the number of users who were refused with 503 throughout this phase.
    pub(crate) fn unavailable(&self, phase: Phase) -> u64 {
        let tally = self.tallies.get(&(Some(phase), Caller::User(0).name()));
        tally
            .and_then(|tally| tally.by_status.get(&503))
            .copied()
            .unwrap_or(0)
    }
}

impl State {
    fn allows(&self, begun: Begun, status: u16, body: &str, took: Duration) -> bool {
        let is_let_in = |key: u64| status == 200 && body == key.to_string();
        let expected = match begun.caller {
            Caller::Anonymous => return status == 200 && took < PUBLIC_LIMIT,
            Caller::User(key) => is_let_in(key),
            Caller::Deleted => status == 401,
            Caller::Leaver => match (begun.leaver, self.leaver) {
                (Leaver::Present, Leaver::Present) => is_let_in(LEAVER),
                (Leaver::Gone, _) => status == 401,
                _ => is_let_in(LEAVER) || status == 401,
            },
        };
        // A phase that changed while the request waited permits the responses of both.
        let throughout = |phase| begun.phase == phase && begun.epoch == self.epoch;
        if throughout(Phase::Healthy) {
            expected
        } else if throughout(Phase::Down) {
            status == 503
        } else {
            expected || status == 503
        }
    }

    fn report(&mut self, begun: Begun, response: &str) {
        let (phase, now) = (begun.phase, self.phase);
        self.findings.violation_count += 1;
        if self.findings.violations.len() < SPELLED_OUT {
            let caller = begun.caller;
            let text = format!("{caller}, sent while {phase}, received while {now}: {response}");
            self.findings.violations.push(text);
        }
    }
}

/// The key of [`Caller::Leaver`].
pub(crate) const LEAVER: u64 = 1;

/// The key of [`Caller::Deleted`].
pub(crate) const DELETED: u64 = 2;

impl Caller {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Leaver => "user, deleted meanwhile",
            Self::Deleted => "deleted user",
            Self::Anonymous => "public route",
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(key) => write!(f, "user {key}"),
            Self::Leaver | Self::Deleted | Self::Anonymous => f.write_str(self.name()),
        }
    }
}
