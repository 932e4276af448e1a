//! The result of a run, for people.

use std::{fmt, time::Duration};

use crate::{database::Kind, judge::Findings, phase::Phase, schedule::RECOVERY_LIMIT};

/// The responses of a run, and those that break a promise.
#[must_use = "the run may have found violations"]
pub struct Report {
    pub(crate) kind: Kind,
    pub(crate) took: Duration,
    pub(crate) recoveries: Vec<Recovery>,
    pub(crate) findings: Findings,
    pub(crate) panics: usize,
}

/// The time from the end of a fault to the end of its effects.
pub(crate) struct Recovery {
    pub(crate) fault: Phase,
    pub(crate) took: Duration,
}

impl Report {
    /// Returns whether no promise was broken: no panic, no wrong response, and a recovery after each fault.
    ///
    /// A fault that refused no user has not been tested, and counts as a broken promise.
    #[must_use]
    pub fn is_good(&self) -> bool {
        let has_recovered = |recovery: &Recovery| recovery.took < RECOVERY_LIMIT;
        self.panics == 0
            && self.findings.violation_count == 0
            && self.recoveries.iter().all(has_recovered)
            && self.without_effect().is_empty()
    }

    /// Returns the faults that refused no user. The end of a connection may go unnoticed, since the store repeats the
    /// query on another one.
    fn without_effect(&self) -> Vec<Phase> {
        [Phase::Slow, Phase::Exhausted, Phase::Down]
            .into_iter()
            .filter(|phase| self.findings.unavailable(*phase) == 0)
            .collect()
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            took,
            recoveries,
            findings,
            panics,
        } = self;
        writeln!(f, "{kind}, {took:.1?}\n")?;
        writeln!(f, "| phase | caller | slowest | responses |")?;
        writeln!(f, "| --- | --- | ---: | --- |")?;
        for ((phase, caller), tally) in &findings.tallies {
            let responses = tally.by_status.iter();
            let responses: Vec<String> = responses
                .map(|(status, count)| format!("{count} × {status}"))
                .collect();
            let (slowest, responses) = (tally.slowest, responses.join(", "));
            match phase {
                Some(phase) => write!(f, "| {phase} ")?,
                None => write!(f, "| between two ")?,
            }
            writeln!(f, "| {caller} | {slowest:.0?} | {responses} |")?;
        }
        writeln!(f)?;
        for Recovery { fault, took } in recoveries {
            let result = if *took < RECOVERY_LIMIT {
                "recovered"
            } else {
                "NO RECOVERY"
            };
            writeln!(f, "{fault}: {result} after {took:.0?}")?;
        }
        for phase in self.without_effect() {
            writeln!(f, "{phase}: NO EFFECT, no user was refused")?;
        }
        writeln!(
            f,
            "{panics} panics, {} wrong responses",
            findings.violation_count
        )?;
        findings
            .violations
            .iter()
            .try_for_each(|violation| writeln!(f, "- {violation}"))
    }
}
