//! An `impl` block or a trait around an attribute is recognized in the text of the attribute's file.

use crate::enclosing::is_in_impl;

#[track_caller]
fn check(text: &str, expected: bool) {
    assert_eq!(is_in_impl(text), expected, "{text}");
}

#[test]
fn an_impl_and_a_trait_are_recognized() {
    for text in [
        "impl Posts {",
        "struct Posts; impl Posts {\n    ",
        "pub trait Api {",
        "pub(crate) unsafe trait Api: Send + Sync {",
        "unsafe impl<'a, T> Api for Posts<'a, [T; 4]> where T: Fn() -> bool {",
        "#[cfg(all(unix, not(test)))]\nimpl Posts { fn a() { if x { y } } const B: [u8; 2] = [1, 2];",
        "mod posts { fn f() -> impl Sized {} impl Posts {",
        "impl Posts { // }\n /* } /* } */ } */",
        "impl Posts { const S: &str = \"}\\\"}\"; const R: &str = r#\"}\"}\"#; const C: char = '}'; const D: char = '\\'';",
        "use a::{b, c};\nimpl Posts {",
        "const A: u8 = { 1 };\nimpl Posts {",
    ] {
        check(text, true);
    }
}

#[test]
fn a_free_function_is_in_no_impl() {
    for text in [
        "",
        "impl Posts {}",
        "impl Posts { fn a() {} }\n",
        "mod posts {",
        "fn f() -> impl Sized {",
        "impl Posts { fn a(&self) {",
        "impl Posts { fn a<'a>(x: &'a str) { mod inner {",
        "// impl Posts {",
        "const S: &str = \"impl Posts {\";",
        "macro_rules! handler { ($name:ident) => {",
        "pub(crate) mod implementation {",
        "}}}}",
    ] {
        check(text, false);
    }
}
