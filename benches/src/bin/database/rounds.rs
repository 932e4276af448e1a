//! Interleaves the variants, so that the machine's moods meet them all.

use std::thread;
use std::time::Duration;

use crate::child::Child;
use crate::client::Client;
use crate::variant::Variant;

/// The microseconds of CPU time for a request of a variant, one value for each round.
pub(crate) struct Samples {
    pub(crate) variant: Variant,
    pub(crate) micros: Vec<f64>,
}

/// The time in which a server finishes what the last requests leave behind, such as connections that return to
/// their pool.
const SETTLING: Duration = Duration::from_millis(3);

/// The share of a turn's requests that are sent before the measurement, as one in so many.
///
/// The threads of SQLite allocate memory that the threads of the server free. The requests of the next variant
/// would pay for the state in which this leaves the allocator.
const UNCOUNTED: usize = 4;

/// Runs a warm-up and all rounds; each begins with another variant.
pub(crate) fn run(
    server: &Child,
    mut clients: Vec<Client>,
    rounds: usize,
    requests: usize,
) -> Vec<Samples> {
    let variants = clients.iter().map(|client| client.variant);
    let mut samples: Vec<Samples> = variants
        .map(|variant| Samples {
            variant,
            micros: Vec::with_capacity(rounds),
        })
        .collect();
    let count = clients.len();
    for round in 0..=rounds {
        for turn in 0..count {
            let index = (round + turn) % count;
            clients[index].batch(requests / UNCOUNTED);
            thread::sleep(SETTLING);
            let before = server.cpu_time();
            let sent = clients[index].batch(requests);
            thread::sleep(SETTLING);
            let used = server.cpu_time() - before;
            let is_warm_up = round == 0;
            if !is_warm_up {
                samples[index]
                    .micros
                    .push(used.as_secs_f64() * 1e6 / sent as f64);
            }
        }
    }
    samples
}
