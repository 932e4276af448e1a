//! Compiles one generated crate and says how long rustc took.

use std::fs::{self, File};
use std::path::Path;
use std::time::SystemTime;
use std::{env, process};

use crate::generated::Generated;
use crate::rustc_wrapper;
use crate::variant::Variant;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Command {
    /// Types and borrows.
    Check,
    /// Code as well, unoptimized, and the linking.
    Build,
}

impl Command {
    /// The subcommand of cargo.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build => "build",
        }
    }
}

/// The user CPU seconds of rustc on the variant's own crate.
pub(crate) fn user_seconds(generated: &Generated, variant: Variant, command: Command) -> f64 {
    touch(generated, variant);
    let times = generated.folder().join("seconds");
    fs::write(&times, "").expect("the temporary folder is ours to write");
    let wrapper = env::current_exe().expect("this program has a path");
    let cargo = Path::new(env!("CARGO"));
    let output = process::Command::new(cargo)
        .args([command.name(), "--quiet", "--package", variant.package()])
        .current_dir(generated.folder())
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", generated.folder().join("target"))
        // Not the one that a `rust-toolchain` file in a dependency would choose.
        .env("RUSTC", cargo.with_file_name("rustc"))
        .env("RUSTC_WORKSPACE_WRAPPER", wrapper)
        .env(rustc_wrapper::SECONDS_FILE, &times)
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{variant:?} does not compile:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let seconds = fs::read_to_string(&times).expect("the wrapper has written it");
    seconds
        .trim()
        .parse()
        .unwrap_or_else(|_| panic!("rustc ran other than once: `{seconds}`"))
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
