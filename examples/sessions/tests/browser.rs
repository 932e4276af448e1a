//! Tests the pages in headless Chromium: installs what `browser/` needs, and runs its tests.
//!
//! If Node.js, npm or Chromium is missing, or npm cannot install, the test prints the reason and is skipped, unless
//! `TESTS_REQUIRE` has `browser`. `CHROMIUM` is the path of Chromium, by default `/usr/bin/chromium`.

use std::{env, process::Command};

const HERE: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_pages_keep_their_users_logged_in_and_other_sites_out() {
    if let Err(reason) = installed() {
        return skip(&reason);
    }
    run("npm", &["test"]).unwrap_or_else(|reason| panic!("{reason}"));
}

/// Checks that Chromium starts, and installs the packages of the lock file.
fn installed() -> Result<(), String> {
    let chromium = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    run(&chromium, &["--version"])?;
    // An installation takes seconds and the network, so packages that are installed are kept.
    run("npm", &["ls"]).or_else(|_| run("npm", &["ci"]))
}

/// Runs a program in the folder of this example, with the path of the built service in `SESSIONS`.
fn run(program: &str, arguments: &[&str]) -> Result<(), String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(HERE)
        .env("SESSIONS", env!("CARGO_BIN_EXE_sessions"))
        .output()
        .map_err(|error| format!("{program} does not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let (stdout, stderr) = (&output.stdout, &output.stderr);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let arguments = arguments.join(" ");
    Err(format!("`{program} {arguments}` fails:\n{stdout}{stderr}"))
}

#[expect(
    clippy::print_stderr,
    reason = "a skipped test is not to look like one that ran"
)]
fn skip(reason: &str) {
    let required = env::var("TESTS_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|what| what == "browser"),
        "the pages cannot be tested in a browser: {reason}"
    );
    eprintln!("skipped: the pages cannot be tested in a browser: {reason}");
}
