//! The table and the verdict.

use jwt_router_benches::stats::median;
use jwt_router_benches::table::Table;

use crate::rounds::Samples;
use crate::variant::{Comparison, Variant};

/// The cost of a request of each variant, and its ratio to its baseline.
pub(crate) fn table(samples: &[Samples]) -> Table {
    let mut table = Table::new(["server CPU of one request", "µs", "ratio", "to", "at most"]);
    for one in samples {
        let name = one.variant.name().to_owned();
        let micros = format!("{:.1}", median(one.micros.iter().copied()));
        let mut ratios = compared(samples, one).into_iter().map(cells);
        let [ratio, to, limit] = ratios.next().unwrap_or_default();
        table.row(vec![name, micros, ratio, to, limit]);
        for [ratio, to, limit] in ratios {
            table.row(vec![String::new(), String::new(), ratio, to, limit]);
        }
    }
    table
}

fn cells(ratio: Ratio) -> [String; 3] {
    let limit = ratio.limit.map(|limit| format!("{limit:.2}"));
    [
        format!("{:.3}", ratio.value),
        ratio.baseline.name().to_owned(),
        limit.unwrap_or_default(),
    ]
}

/// The ratios that are above their limit, in a sentence each.
pub(crate) fn verdict(samples: &[Samples]) -> String {
    let missed: Vec<String> = samples
        .iter()
        .flat_map(|one| {
            compared(samples, one)
                .into_iter()
                .map(move |ratio| (one, ratio))
        })
        .filter_map(|(one, ratio)| {
            let value = ratio.value;
            let limit = ratio.limit.filter(|limit| value > *limit)?;
            let (name, baseline) = (one.variant.name(), ratio.baseline.name());
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

/// The ratios to the baselines that were measured.
fn compared(samples: &[Samples], one: &Samples) -> Vec<Ratio> {
    let comparisons = one.variant.comparisons().into_iter();
    comparisons
        .filter_map(|Comparison { baseline, limit }| {
            let other = samples.iter().find(|other| other.variant == baseline)?;
            let rounds = one.micros.iter().zip(&other.micros);
            Some(Ratio {
                value: median(rounds.map(|(with, without)| with / without)),
                baseline,
                limit,
            })
        })
        .collect()
}
