//! What the compiler says of test tools in a release build.

use std::process::Command;

// SECURITY.md, rule 11. What a release profile turns off is turned off for this one crate, so that
// nothing else has to be compiled anew.
#[test]
fn test_tools_are_no_part_of_a_release() {
    let build = Command::new(env!("CARGO"))
        .args(["rustc", "--quiet", "--offline", "--lib"])
        .args(["--package", "jwt-router", "--features", "testing"])
        .args(["--", "-C", "debug-assertions=off"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&build.stderr);
    assert!(!build.status.success(), "{said}");
    let expected = "lets tests log in as anybody, and this is a release build";
    assert!(said.contains(expected), "{said}");
}
