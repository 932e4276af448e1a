//! Interleaves the contenders, so that the machine's moods meet them all.

use jwt_router_benches::stats::median;

use crate::case::Case;
use crate::contender::Contender;
use crate::in_process::Sample;

/// The samples of every case and contender, one a round.
pub(crate) struct Results {
    /// By case, then contender, then round.
    samples: Vec<Vec<Vec<Sample>>>,
}

/// Runs all rounds; each begins with another contender.
pub(crate) fn run(
    contenders: &[Contender],
    cases: &[Case],
    rounds: usize,
    requests: usize,
) -> Results {
    let mut samples = vec![vec![Vec::with_capacity(rounds); contenders.len()]; cases.len()];
    for (round, warm_up) in (0..=rounds).map(|round| (round, round == 0)) {
        for case in cases {
            for turn in 0..contenders.len() {
                let index = (round + turn) % contenders.len();
                let sample = contenders[index].app.batch(*case, requests);
                if !warm_up {
                    samples[position(*case)][index].push(sample);
                }
            }
        }
    }
    Results { samples }
}

fn position(case: Case) -> usize {
    let found = Case::ALL.iter().position(|known| *known == case);
    found.expect("`ALL` has every case")
}

impl Results {
    /// The median of what a request cost.
    pub(crate) fn cost(&self, case: Case, contender: usize) -> Sample {
        let rounds = &self.samples[position(case)][contender];
        Sample {
            nanos: median(rounds.iter().map(|sample| sample.nanos)),
            allocations: median(rounds.iter().map(|sample| sample.allocations)),
        }
    }

    /// The median of what a request cost more than with `bare`, round by round.
    pub(crate) fn added(&self, case: Case, contender: usize, bare: usize) -> Sample {
        let case = &self.samples[position(case)];
        let pairs = || case[contender].iter().zip(&case[bare]);
        Sample {
            nanos: median(pairs().map(|(with, without)| with.nanos - without.nanos)),
            allocations: median(
                pairs().map(|(with, without)| with.allocations - without.allocations),
            ),
        }
    }
}
