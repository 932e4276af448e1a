/// Prints that a test is skipped, for a reason; panics if `TESTS_REQUIRE` has the word `what`.
#[expect(clippy::print_stderr, reason = "a skipped test has to be visible")]
pub fn skip(what: &str, reason: &str) {
    let required = std::env::var("TESTS_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|word| word == what),
        "a test that needs `{what}` cannot run: {reason}"
    );
    eprintln!("skipped, since `{what}` is missing: {reason}");
}
