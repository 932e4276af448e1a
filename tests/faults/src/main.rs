//! `cargo run --release -p jwt-router-faults`: half a minute of load and faults for each database.
//!
//! It needs the programs of the servers, which it starts in temporary folders. `postgres` or `mariadb` after `--` runs
//! one of them.

use std::process::ExitCode;

use jwt_router_faults::{Kind, Plan, run};

#[tokio::main]
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a command"
)]
async fn main() -> ExitCode {
    let kinds = match std::env::args().nth(1).as_deref() {
        None => vec![Kind::Postgres, Kind::MariaDb],
        Some("postgres") => vec![Kind::Postgres],
        Some("mariadb") => vec![Kind::MariaDb],
        Some(other) => {
            eprintln!("unknown database `{other}`: write `postgres` or `mariadb`");
            return ExitCode::FAILURE;
        }
    };
    let mut is_good = true;
    for kind in kinds {
        match run(kind, &Plan::long()).await {
            Ok(report) => {
                println!("{report}");
                is_good &= report.is_good();
            }
            Err(error) => {
                eprintln!("{kind}: {error}");
                is_good = false;
            }
        }
    }
    if is_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
