use std::{env, process::Command};

use crate::conduit::POSTGRES_URL;

/// Runs this program once more, with PostgreSQL for its tests.
#[test]
fn these_tests_pass_on_postgresql() {
    let Ok(url) = env::var("TEST_POSTGRES_URL") else {
        let required = env::var("TESTS_REQUIRE").unwrap_or_default();
        assert!(
            !required.split(',').any(|word| word == "postgres"),
            "`TEST_POSTGRES_URL` is not set"
        );
        eprintln!("skipped: set `TEST_POSTGRES_URL` to run the tests on PostgreSQL");
        return;
    };
    let output = Command::new(env::current_exe().unwrap())
        .args(["--skip", "postgresql", "--test-threads", "4"])
        .env(POSTGRES_URL, url)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}");
    assert!(!text.contains("running 0 tests"), "{text}");
}
