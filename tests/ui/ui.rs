//! What the compiler says of a mistake. What it accepts is a program of its own, `pass`.

#[test]
fn the_compiler_explains_mistakes() {
    // All at once: trybuild then runs one `cargo check`.
    let cases = trybuild::TestCases::new();
    cases.compile_fail("whitelist/*.rs");
    cases.compile_fail("protected/*.rs");
    cases.compile_fail("entity/*.rs");
    cases.compile_fail("defaults/*.rs");
    cases.compile_fail("fallback/*.rs");
    cases.compile_fail("handler/*.rs");
    cases.compile_fail("routes/*.rs");
    cases.compile_fail("names/*.rs");
}
