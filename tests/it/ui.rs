//! What the compiler says of a mistake. What it accepts is a program of its own, `ui/pass`.

#[test]
fn the_compiler_explains_mistakes() {
    // All at once: trybuild then runs one `cargo check`.
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/whitelist/*.rs");
    cases.compile_fail("ui/protected/*.rs");
    cases.compile_fail("ui/entity/*.rs");
    cases.compile_fail("ui/handler/*.rs");
    cases.compile_fail("ui/routes/*.rs");
}
