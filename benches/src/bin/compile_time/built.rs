//! What `cargo build` costs, and what it leaves.

use std::fs;

use jwt_router_benches::stats::median;
use jwt_router_benches::table::Table;

use crate::contender::Contender;
use crate::measure::{self, Command};

/// What one contender costs: in seconds and in megabytes.
type Figures = [f64; 5];

const COLUMNS: [&str; 5] = [
    "dev: rebuild s",
    "release: s",
    "release: user CPU s",
    "release, stripped: MB",
    "dev: MB",
];

/// Measures the contenders, of which plain axum is the first.
pub(crate) fn table(contenders: &[Contender], handlers: usize, repeat: usize) -> Table {
    let header = COLUMNS.iter().flat_map(|column| [*column, "ratio"]);
    let first = format!("`cargo build` of {handlers} handlers");
    let mut table = Table::new(header.fold(vec![first], |mut header, column| {
        header.push(column.to_owned());
        header
    }));
    let figures = figures(contenders, repeat);
    let plain = figures[0];
    for (contender, figures) in contenders.iter().zip(figures) {
        let mut row = vec![contender.name()];
        for (figure, plain) in figures.iter().zip(plain) {
            row.extend([format!("{figure:.2}"), format!("{:.2}", figure / plain)]);
        }
        table.row(row);
    }
    table
}

/// The medians of each contender.
fn figures(contenders: &[Contender], repeat: usize) -> Vec<Figures> {
    let round = || -> Vec<Figures> { contenders.iter().map(measured).collect() };
    // Once for the dependencies, which are not measured, and for what is kept between two builds.
    round();
    let rounds: Vec<Vec<Figures>> = (0..repeat).map(|_| round()).collect();
    let of = |contender: usize, column: usize| {
        median(rounds.iter().map(|round| round[contender][column]))
    };
    (0..contenders.len())
        .map(|contender| [0, 1, 2, 3, 4].map(|column| of(contender, column)))
        .collect()
}

fn measured(contender: &Contender) -> Figures {
    let Contender {
        generated, variant, ..
    } = contender;
    let rebuild = measure::waited_seconds(generated, *variant, Command::Build);
    let release = measure::rustc(generated, *variant, Command::Release);
    let megabytes = |profile| {
        let program = generated.program_of(*variant, profile);
        let length = fs::metadata(program).expect("it was built").len();
        length as f64 / 1e6
    };
    [
        rebuild,
        release.waited,
        release.user,
        megabytes("release"),
        megabytes("debug"),
    ]
}
