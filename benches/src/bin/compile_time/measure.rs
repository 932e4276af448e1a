//! Compiles one generated crate and says what that took.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Instant, SystemTime};
use std::{env, process};

use crate::generated::Generated;
use crate::rustc_wrapper;
use crate::variant::Variant;

/// What cargo is called with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Command {
    /// `cargo check`: types and borrows.
    Check,
    /// `cargo build`: code as well, and the linking.
    Build,
    /// `cargo build --release`.
    Release,
}

impl Command {
    fn args(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Build => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// What rustc took for one crate.
pub(crate) struct RustcSeconds {
    /// The CPU time of all its threads, without the kernel's.
    pub(crate) user: f64,
    /// From its beginning to its end.
    pub(crate) waited: f64,
}

/// Compiles the variant's own crate from nothing, and returns what rustc took for it.
pub(crate) fn rustc(generated: &Generated, variant: Variant, command: Command) -> RustcSeconds {
    let times = generated.folder().join("seconds");
    fs::write(&times, "").expect("the temporary folder is ours to write");
    touch(generated, variant);
    run(cargo(generated, variant, command)
        .env("CARGO_INCREMENTAL", "0")
        .env(
            "RUSTC_WORKSPACE_WRAPPER",
            env::current_exe().expect("this program has a path"),
        )
        .env(rustc_wrapper::SECONDS_FILE, &times));
    let seconds = fs::read_to_string(&times).expect("the wrapper has written it");
    let numbers: Result<Vec<f64>, _> = seconds.split_whitespace().map(str::parse).collect();
    match numbers.as_deref() {
        Ok(&[user, waited]) => RustcSeconds { user, waited },
        _ => panic!("rustc ran other than once: `{seconds}`"),
    }
}

/// Returns the seconds that a person waits for a build after the source file was saved unchanged.
pub(crate) fn waited_seconds(generated: &Generated, variant: Variant, command: Command) -> f64 {
    touch(generated, variant);
    let begun = Instant::now();
    run(&mut cargo(generated, variant, command));
    begun.elapsed().as_secs_f64()
}

fn cargo(generated: &Generated, variant: Variant, command: Command) -> process::Command {
    let cargo = Path::new(env!("CARGO"));
    let mut process = process::Command::new(cargo);
    process
        .args(command.args())
        .args(["--quiet", "--package", variant.package()])
        .current_dir(generated.folder())
        .env("CARGO_TARGET_DIR", generated.target())
        // Not the one that a `rust-toolchain` file in a dependency would choose.
        .env("RUSTC", cargo.with_file_name("rustc"));
    process
}

fn run(cargo: &mut process::Command) {
    let output = cargo.output().expect("cargo runs");
    assert!(
        output.status.success(),
        "{cargo:?} fails:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn touch(generated: &Generated, variant: Variant) {
    #[expect(
        clippy::disallowed_methods,
        reason = "cargo compares the file's own time"
    )]
    let now = SystemTime::now();
    File::options()
        .append(true)
        .open(generated.main_of(variant))
        .and_then(|file| file.set_modified(now))
        .expect("the temporary folder is ours to write");
}
