//! What a handler costs to compile: ours beside plain axum and `debug_handler`.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin compile_time
//! ```
//!
//! The same binary is the `RUSTC_WORKSPACE_WRAPPER` of the crates it generates:
//! so the compiler's time is measured without cargo's.

mod generated;
mod measure;
mod rustc_wrapper;
mod source;
mod variant;

use std::process::ExitCode;

use jwt_router_benches::options::Options;
use jwt_router_benches::stats::median;
use jwt_router_benches::table::Table;

use crate::generated::Generated;
use crate::measure::Command;
use crate::source::Source;
use crate::variant::Variant;

fn main() -> ExitCode {
    if rustc_wrapper::is_called() {
        return rustc_wrapper::run();
    }
    let options = Options::from_args(
        &["--repeat", "--handlers"],
        &["--build", "--no-ours", "--no-state"],
    );
    let repeat = options.number("--repeat", 3);
    let command = if options.is_set("--build") {
        Command::Build
    } else {
        Command::Check
    };
    let variants = Variant::all(!options.is_set("--no-ours"));
    for handlers in sizes(&options) {
        let has_state = !options.is_set("--no-state");
        let source = Source {
            handlers,
            has_state,
        };
        let generated = Generated::write(&variants, source);
        let medians = seconds(&generated, &variants, command, repeat);
        println!("{}", table(&variants, &medians, handlers, command));
    }
    println!("User CPU of rustc on the last crate, medians of {repeat}, interleaved.");
    ExitCode::SUCCESS
}

/// How many handlers the crates have: `--handlers 100`, or 100 and then 1,000.
fn sizes(options: &Options) -> Vec<usize> {
    match options.text("--handlers") {
        Some(_) => vec![options.number("--handlers", 100)],
        None => vec![100, 1_000],
    }
}

/// The median seconds of each variant.
fn seconds(
    generated: &Generated,
    variants: &[Variant],
    command: Command,
    repeat: usize,
) -> Vec<f64> {
    // Once for the dependencies, which are not measured.
    for variant in variants {
        measure::user_seconds(generated, *variant, command);
    }
    let rounds: Vec<Vec<f64>> = (0..repeat)
        .map(|_| {
            let variants = variants.iter();
            variants
                .map(|variant| measure::user_seconds(generated, *variant, command))
                .collect()
        })
        .collect();
    (0..variants.len())
        .map(|index| median(rounds.iter().map(|round| round[index])))
        .collect()
}

fn table(variants: &[Variant], medians: &[f64], handlers: usize, command: Command) -> Table {
    let mut table = Table::new([
        format!("`cargo {}` of {handlers} handlers", command.name()),
        "user CPU s".to_owned(),
        "ms a handler over plain axum".to_owned(),
        "ratio to plain axum".to_owned(),
    ]);
    let plain = medians[0];
    for (variant, seconds) in variants.iter().zip(medians) {
        let over = (seconds - plain) * 1_000.0 / handlers as f64;
        table.row(vec![
            variant.name().to_owned(),
            format!("{seconds:.2}"),
            format!("{over:+.2}"),
            format!("{:.2}", seconds / plain),
        ]);
    }
    table
}
