//! Compares each response with what the server's state permits.

use std::sync::{Mutex, MutexGuard};

/// The number of wrong responses that a failed test spells out.
const SPELLED_OUT: usize = 20;

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Phase {
    /// The server runs, and the effects of a fault are over.
    #[default]
    Healthy,
    /// The server does not run.
    Down,
    /// The server is being killed or started.
    Changing,
}

/// The response that a request gets.
#[derive(Clone, Copy, Debug)]
pub(super) enum Expected {
    /// This one, or 503 if the server does not run.
    Stored(u16),
    /// 200, whether the server runs or not.
    Public,
}

/// A request whose response has not arrived.
#[derive(Clone, Copy)]
pub(super) struct Begun {
    phase: Phase,
    epoch: usize,
}

#[derive(Default)]
pub(super) struct Judge(Mutex<State>);

#[derive(Default)]
struct State {
    phase: Phase,
    /// The number of changes of the phase.
    epoch: usize,
    /// The responses since the phase changed, without those of the public route.
    answered: usize,
    /// Those of them that were 503 throughout the phase.
    unavailable: usize,
    /// The latest of them that were not 503.
    in_a_row: usize,
    wrong: Vec<String>,
    /// All responses of all phases.
    all: usize,
    /// Those of them that were 503 while the server did not run.
    all_unavailable: usize,
}

impl Judge {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn enter(&self, phase: Phase) {
        let mut state = self.state();
        state.phase = phase;
        state.epoch += 1;
        (state.answered, state.unavailable, state.in_a_row) = (0, 0, 0);
    }

    pub(super) fn answered(&self) -> usize {
        self.state().answered
    }

    pub(super) fn unavailable(&self) -> usize {
        self.state().unavailable
    }

    pub(super) fn in_a_row(&self) -> usize {
        self.state().in_a_row
    }

    pub(super) fn begin(&self) -> Begun {
        let state = self.state();
        Begun {
            phase: state.phase,
            epoch: state.epoch,
        }
    }

    pub(super) fn end(&self, begun: Begun, request: &str, expected: Expected, status: u16) {
        let mut state = self.state();
        let is_throughout = begun.epoch == state.epoch;
        let phase = if is_throughout {
            begun.phase
        } else {
            Phase::Changing
        };
        let is_good = match (expected, phase) {
            (Expected::Public, _) => status == 200,
            (Expected::Stored(expected), Phase::Healthy) => status == expected,
            (Expected::Stored(_), Phase::Down) => status == 503,
            (Expected::Stored(expected), Phase::Changing) => status == expected || status == 503,
        };
        if !is_good && state.wrong.len() < SPELLED_OUT {
            let wrong = format!("{request}: {status} while {phase:?}, not {expected:?}");
            state.wrong.push(wrong);
        }
        state.all += 1;
        if matches!(expected, Expected::Stored(_)) && is_throughout {
            state.answered += 1;
            state.in_a_row = if status == 503 { 0 } else { state.in_a_row + 1 };
            if phase == Phase::Down && status == 503 {
                state.unavailable += 1;
                state.all_unavailable += 1;
            }
        }
    }

    #[track_caller]
    pub(super) fn assert_kept(&self) {
        let wrong = self.state().wrong.join("\n");
        assert!(wrong.is_empty(), "{wrong}");
    }

    pub(super) fn summary(&self) -> String {
        let state = self.state();
        let (all, unavailable) = (state.all, state.all_unavailable);
        format!("{all} requests, {unavailable} of them 503 while the server did not run")
    }
}
