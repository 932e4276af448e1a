//! What the compiler says of a mistake, and that it has nothing to say of what is none.

#[test]
fn the_compiler_explains_mistakes() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/whitelist/*.rs");
    cases.compile_fail("ui/protected/*.rs");
    cases.compile_fail("ui/entity/*.rs");
    cases.compile_fail("ui/handler/*.rs");
    cases.compile_fail("ui/routes/*.rs");
    cases.pass("ui/pass/*.rs");
}
