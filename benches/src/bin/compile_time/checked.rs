//! What `cargo check` costs.

use jwt_router_benches::stats::median;
use jwt_router_benches::table::Table;

use crate::contender::Contender;
use crate::measure::{self, Command};

/// Measures the contenders, of which plain axum is the first.
pub(crate) fn table(contenders: &[Contender], handlers: usize, repeat: usize) -> Table {
    let mut table = Table::new([
        format!("`cargo check` of {handlers} handlers"),
        "user CPU s".to_owned(),
        "ms a handler over plain axum".to_owned(),
        "ratio to plain axum".to_owned(),
    ]);
    let medians = seconds(contenders, repeat);
    let plain = medians[0];
    for (contender, seconds) in contenders.iter().zip(medians) {
        let over = (seconds - plain) * 1_000.0 / handlers as f64;
        table.row(vec![
            contender.name(),
            format!("{seconds:.2}"),
            format!("{over:+.2}"),
            format!("{:.2}", seconds / plain),
        ]);
    }
    table
}

/// The median seconds of each contender.
fn seconds(contenders: &[Contender], repeat: usize) -> Vec<f64> {
    let round = || -> Vec<f64> {
        let contenders = contenders.iter();
        contenders
            .map(|contender| {
                measure::rustc(&contender.generated, contender.variant, Command::Check).user
            })
            .collect()
    };
    // Once for the dependencies, which are not measured.
    round();
    let rounds: Vec<Vec<f64>> = (0..repeat).map(|_| round()).collect();
    (0..contenders.len())
        .map(|index| median(rounds.iter().map(|round| round[index])))
        .collect()
}
