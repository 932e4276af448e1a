//! The table and the verdict.

use jwt_router_benches::stats::median;
use jwt_router_benches::table::Table;

use crate::rounds::Samples;
use crate::variant::Variant;

/// The cost of a request of each variant, and its ratio to its baseline.
pub(crate) fn table(samples: &[Samples]) -> Table {
    let mut table = Table::new(["server CPU of one request", "µs", "ratio", "to", "at most"]);
    for one in samples {
        let micros = format!("{:.1}", median(one.micros.iter().copied()));
        let mut cells = vec![one.variant.name().to_owned(), micros];
        cells.extend(match compared(samples, one) {
            None => [const { String::new() }; 3],
            Some(Ratio {
                value,
                baseline,
                limit,
            }) => [
                format!("{value:.3}"),
                baseline.name().to_owned(),
                limit.map_or_else(String::new, |limit| format!("{limit:.2}")),
            ],
        });
        table.row(cells);
    }
    table
}

/// The ratios that are above their limit, in a sentence each.
pub(crate) fn verdict(samples: &[Samples]) -> String {
    let missed: Vec<String> = samples
        .iter()
        .filter_map(|one| {
            let Ratio {
                value,
                baseline,
                limit,
            } = compared(samples, one)?;
            let limit = limit.filter(|limit| value > *limit)?;
            let (name, baseline) = (one.variant.name(), baseline.name());
            Some(format!(
                "{name} costs {value:.3} of {baseline}: more than {limit:.2}."
            ))
        })
        .collect();
    if missed.is_empty() {
        return "Every ratio is within its limit.".to_owned();
    }
    missed.join("\n")
}

struct Ratio {
    value: f64,
    baseline: Variant,
    limit: Option<f64>,
}

/// The ratio to the baseline, if both were measured.
fn compared(samples: &[Samples], one: &Samples) -> Option<Ratio> {
    let comparison = one.variant.comparison()?;
    let baseline = samples
        .iter()
        .find(|other| other.variant == comparison.baseline)?;
    let rounds = one.micros.iter().zip(&baseline.micros);
    Some(Ratio {
        value: median(rounds.map(|(with, without)| with / without)),
        baseline: comparison.baseline,
        limit: comparison.limit,
    })
}
