//! Counts instructions, which a busy machine does not change.

use std::env;
use std::process::{Command, Stdio};

use jwt_router_benches::table::Table;

use crate::case::Case;
use crate::contender::{Contender, Kind};

/// The requests of the shorter and of the longer run, whose difference is what is counted: it has
/// no start-up in it.
const REQUESTS: [usize; 2] = [500, 1_500];

/// The instructions of a request over bare axum's, by contender and case.
pub(crate) fn table(contenders: &[Contender]) -> Table {
    let names = Case::ALL.map(Case::name);
    let mut table = Table::new(["instructions added"].into_iter().chain(names));
    for (index, contender) in contenders.iter().enumerate() {
        if contender.kind == Kind::Bare {
            continue;
        }
        let bare = contenders
            .iter()
            .position(|other| other.kind == Kind::Bare && other.axum == contender.axum)
            .expect("every axum has a bare row");
        let cells = Case::ALL.map(|case| {
            let added = per_request(index, case) - per_request(bare, case);
            format!("{added:.0}")
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

/// Counts the instructions of one request of a contender.
fn per_request(contender: usize, case: Case) -> f64 {
    let [few, many] = REQUESTS;
    let more = of_run(contender, case, many) - of_run(contender, case, few);
    more / (many - few) as f64
}

/// Counts the instructions of a whole run.
fn of_run(contender: usize, case: Case, requests: usize) -> f64 {
    let program = env::current_exe().expect("the program's own path");
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(program)
        .args(["--only", &contender.to_string()])
        .args(["--case", case.name()])
        .args(["--requests", &requests.to_string()])
        .stdin(Stdio::null())
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let (_, count) = log.split_once("I   refs:").expect("cachegrind counts");
    let count = count.lines().next().unwrap_or_default().trim();
    let digits: String = count.chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}
