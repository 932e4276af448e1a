//! The tables and the verdict.

use jwt_router_benches::table::Table;

use crate::case::Case;
use crate::contender::{Contender, Kind};
use crate::in_process::Sample;
use crate::rounds::Results;

/// What a request with a good token costs.
pub(crate) fn accepted(contenders: &[Contender], results: &Results) -> Table {
    let mut table = Table::new([
        "good token",
        "ns/request",
        "ns added",
        "of the best peer's",
        "allocations",
        "allocations added",
    ]);
    let (_, best) = best_peer(contenders, results, Case::Good);
    for (index, contender) in contenders.iter().enumerate() {
        let cost = results.cost(Case::Good, index);
        let mut cells = vec![contender.name.to_owned(), format!("{:.0}", cost.nanos)];
        if contender.kind == Kind::Bare {
            cells.extend(["", "", &whole(cost.allocations), ""].map(str::to_owned));
        } else {
            let added = added(contenders, results, Case::Good, index);
            cells.extend([
                format!("{:.0}", added.nanos),
                format!("{:.2}", added.nanos / best),
                whole(cost.allocations),
                whole(added.allocations),
            ]);
        }
        table.row(cells);
    }
    table
}

/// What it costs to refuse a request, over letting bare axum answer it.
pub(crate) fn refused(contenders: &[Contender], results: &Results) -> Table {
    let cases = Case::ALL.into_iter().filter(|case| *case != Case::Good);
    let header = cases.clone().flat_map(|case| {
        [
            format!("{}: ns added", case.name()),
            "of the best peer's".to_owned(),
            "allocations".to_owned(),
        ]
    });
    let mut table = Table::new(["refused".to_owned()].into_iter().chain(header));
    for (index, contender) in contenders.iter().enumerate() {
        if contender.kind == Kind::Bare {
            continue;
        }
        let cells = cases.clone().flat_map(|case| {
            let added = added(contenders, results, case, index);
            let (_, best) = best_peer(contenders, results, case);
            [
                format!("{:.0}", added.nanos),
                format!("{:.2}", added.nanos / best),
                whole(added.allocations),
            ]
        });
        table.row(
            [contender.name.to_owned()]
                .into_iter()
                .chain(cells)
                .collect(),
        );
    }
    table
}

/// Our rows beside the best peer, in a sentence each.
pub(crate) fn verdict(contenders: &[Contender], results: &Results) -> String {
    let (best_name, best) = best_peer(contenders, results, Case::Good);
    let ours = contenders.iter().enumerate();
    let lines: Vec<String> = ours
        .filter(|(_, contender)| contender.kind == Kind::Ours)
        .map(|(index, contender)| {
            let added = added(contenders, results, Case::Good, index).nanos;
            let ratio = added / best;
            format!(
                "{} adds {ratio:.2} of what {best_name} adds.",
                contender.name
            )
        })
        .collect();
    if lines.is_empty() {
        return format!("The best peer is {best_name}. Our rows are not in: `--features ours`.");
    }
    lines.join("\n")
}

/// The peer that adds least in this case, and how many nanoseconds.
fn best_peer(contenders: &[Contender], results: &Results, case: Case) -> (&'static str, f64) {
    let peers = contenders.iter().enumerate();
    peers
        .filter(|(_, contender)| contender.kind == Kind::Peer)
        .map(|(index, contender)| {
            let added = added(contenders, results, case, index);
            (contender.name, added.nanos)
        })
        .min_by(|(_, one), (_, other)| one.total_cmp(other))
        .expect("there are peers")
}

/// What a contender adds over the bare row of its axum.
fn added(contenders: &[Contender], results: &Results, case: Case, index: usize) -> Sample {
    let axum = contenders[index].axum;
    let bare = contenders
        .iter()
        .position(|other| other.kind == Kind::Bare && other.axum == axum)
        .expect("every axum has a bare row");
    results.added(case, index, bare)
}

/// A count, with a decimal only when it has one.
fn whole(count: f64) -> String {
    if (count - count.round()).abs() < 0.05 {
        format!("{:.0}", count.round() + 0.0)
    } else {
        format!("{count:.1}")
    }
}
