//! This program as cargo's `RUSTC_WORKSPACE_WRAPPER`: runs rustc, writes down what time it took.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{env, process};

use jwt_router_benches::cpu_time;

/// The variable that names the file for the seconds; set, it makes this program the wrapper.
pub(crate) const SECONDS_FILE: &str = "JWT_ROUTER_BENCH_SECONDS";

/// Whether cargo has called, rather than a person.
pub(crate) fn is_called() -> bool {
    env::var_os(SECONDS_FILE).is_some()
}

/// Runs `rustc args..`; asks for the version and the like are not written down.
pub(crate) fn run() -> ExitCode {
    let args: Vec<OsString> = env::args_os().skip(1).collect();
    let (rustc, args) = args.split_first().expect("cargo names rustc first");
    let begun = Instant::now();
    let status = Command::new(rustc)
        .args(args)
        .status()
        .expect("cargo names a rustc that runs");
    if args.iter().any(is_the_source) {
        write_down(cpu_time::of_ended_children(), begun.elapsed());
    }
    match status.code() {
        Some(0) => ExitCode::SUCCESS,
        code => process::exit(code.unwrap_or(1)),
    }
}

/// Whether rustc was given the generated file.
fn is_the_source(arg: &OsString) -> bool {
    arg.to_string_lossy().ends_with("src/main.rs")
}

fn write_down(user: Duration, waited: Duration) {
    let path = env::var_os(SECONDS_FILE).expect("set, or this would not be the wrapper");
    let file = File::options().append(true).open(path);
    let mut file = file.expect("the measuring program has made the file");
    let (user, waited) = (user.as_secs_f64(), waited.as_secs_f64());
    writeln!(file, "{user} {waited}").expect("the file is ours to write");
}
