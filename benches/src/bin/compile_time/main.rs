//! What a handler costs to compile: ours beside plain axum and `debug_handler`.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml --bin compile_time
//! ```
//!
//! The same binary is the `RUSTC_WORKSPACE_WRAPPER` of the crates it generates:
//! so the compiler's time is measured without cargo's.

mod built;
mod checked;
mod contender;
mod generated;
mod measure;
mod rustc_wrapper;
mod shape;
mod source;
mod variant;

use std::process::ExitCode;

use jwt_router_benches::options::Options;

use crate::contender::Contender;
use crate::shape::Mix;
use crate::source::Source;
use crate::variant::Variant;

fn main() -> ExitCode {
    if rustc_wrapper::is_called() {
        return rustc_wrapper::run();
    }
    let options = Options::from_args(
        &["--repeat", "--handlers", "--library"],
        &["--build", "--no-ours", "--no-state"],
    );
    let is_build = options.is_set("--build");
    let repeat = options.number("--repeat", 3);
    let with_ours = !options.is_set("--no-ours");
    for handlers in sizes(&options, is_build) {
        let source = Source {
            handlers,
            has_state: !options.is_set("--no-state"),
            mix: if is_build { Mix::Built } else { Mix::Checked },
        };
        let other = options.text("--library").filter(|_| with_ours);
        if is_build {
            let contenders = Contender::all(&Variant::built(with_ours), source, other);
            println!("{}", built::table(&contenders, handlers, repeat));
        } else {
            let contenders = Contender::all(&Variant::checked(with_ours), source, other);
            println!("{}", checked::table(&contenders, handlers, repeat));
        }
    }
    println!("Medians of {repeat}, interleaved. User CPU is that of rustc on the last crate.");
    ExitCode::SUCCESS
}

/// How many handlers the crates have: `--handlers 100`, or what each table has without it.
fn sizes(options: &Options, is_build: bool) -> Vec<usize> {
    match (options.text("--handlers"), is_build) {
        (Some(_), _) => vec![options.number("--handlers", 100)],
        (None, false) => vec![100, 1_000],
        (None, true) => vec![600],
    }
}
