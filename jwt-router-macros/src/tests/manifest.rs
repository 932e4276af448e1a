//! The name of the dependency on the library is found in the text of a `Cargo.toml`.

use crate::manifest::name_of;

#[track_caller]
fn check(member: &str, workspace: Option<&str>, expected: Option<&str>) {
    let name = name_of(member, || workspace.map(str::to_owned));
    assert_eq!(name.as_deref(), expected, "{member}");
}

#[test]
fn a_renamed_dependency_is_found_in_every_form() {
    for member in [
        "[dependencies]\njr = { package = \"jwt-router\", version = \"1\" }",
        "[dependencies]\njr = { version = \"1\", package = 'jwt-router' } # ours",
        "[dependencies]\naxum = \"0.8\"\n\"jr\"={package=\"jwt-router\"}",
        "[dependencies.jr]\nversion = \"1\"\npackage = \"jwt-router\" # ours",
        "[dependencies]\njr.package = \"jwt-router\"\njr.version = \"1\"",
        "[dev-dependencies]\njr = { package = \"jwt-router\" }",
        "[target.'cfg(unix)'.dependencies]\njr = { package = \"jwt-router\" }",
        "[target.'cfg(unix)'.dependencies.jr]\npackage = \"jwt-router\"",
        "[target.\"cfg(all(unix, not(windows)))\".dependencies]\njr = { package = \"jwt-router\" }",
        "[dependencies]\njr = { \"package\" = \"jwt-router\" }",
        "[dependencies]\n'jr' = { 'package' = 'jwt-router' }",
        "[dependencies]\njr = { package = \"\"\"jwt-router\"\"\" }",
        "[dependencies]\njr.\"package\" = \"jwt-router\"",
        "[dependencies]\njr . package = \"jwt-router\"",
        "[ dependencies . jr ]\npackage = \"jwt-router\"",
        "[\"dependencies\".\"jr\"] # ours\n\"package\" = \"jwt-router\"",
        "[dependencies.jr] # [a]\npackage\t=\t'jwt-router'",
        "dependencies.jr.package = \"jwt-router\"",
        "dependencies = { jr = { package = \"jwt-router\" } }",
        "[dependencies]\r\njr = { package = \"jwt-router\" }\r\n",
        "\u{feff}[dependencies]\njr = { package = \"jwt-router\" }",
        // Features on several lines, with brackets, commas and signs that mean something elsewhere.
        "[dependencies]\njr = { version = \"=1.0, <2\", features = [\n  \"jwks\", # the keys\n  \"google\",\n], package = \"jwt-router\" }",
        "[dependencies]\naxum = { version = \"1\", features = [\"a}\", '[b'] }\njr = { path = \"../#x\", package = \"jwt-router\" }",
        // TOML 1.1: an inline table on several lines.
        "[dependencies]\njr = {\n  version = \"1\",\n  package = \"jwt-router\",\n}",
        "[package]\ndescription = \"\"\"\n[dependencies]\njwt-router = '1'\n\"\"\"\n[dependencies]\njr = { package = \"jwt-router\" }",
        "[dependencies]\naxum = \"\\\"\"\njr = { package = \"jwt-router\" }",
        "[[bin]]\nname = \"app\"\n[dependencies.jr]\npackage = \"jwt-router\"",
    ] {
        check(member, None, Some("jr"));
    }
    let member = "[dependencies]\njwt-auth = { package = \"jwt-router\" }";
    check(member, None, Some("jwt_auth"));
}

#[test]
fn a_dependency_under_its_own_name_is_not_renamed() {
    for member in [
        "",
        "[package]\nname = \"jwt-router\"",
        "[dependencies]\njwt-router = \"1\"",
        "[dependencies]\njwt-router = { version = \"1\", features = [\"jwks\"] }",
        "[dependencies]\njwt-router.workspace = true",
        "[dependencies.jwt-router]\nversion = \"1\"",
        "[dependencies]\njr = { package = \"jwt-router\" }\n[dev-dependencies]\njwt-router = \"1\"",
        "[dependencies]\n# jr = { package = \"jwt-router\" }",
        "[dependencies]\njr = { package = \"jwt-router-macros\" }",
        "[package.metadata.jr]\npackage = \"jwt-router\"",
        "[workspace.dependencies]\njr = { package = \"jwt-router\" }",
        "[package]\ndescription = \"\"\"\n[dependencies]\njr = { package = 'jwt-router' }\n\"\"\"",
        "[dependencies]\njr = { features = [\"package = 'jwt-router'\"] }",
        "[dependencies",
        "[dependencies]\njr = {",
        "[dependencies]\n= = =\n\"",
    ] {
        check(member, None, None);
    }
}

#[test]
fn an_inherited_dependency_has_its_name_from_the_workspace() {
    let workspace = "[workspace.dependencies]\njr = { package = \"jwt-router\", version = \"1\" }";
    let table = "[workspace.dependencies.jr]\npackage = \"jwt-router\"";
    let inline = "workspace = { dependencies = { jr = { package = \"jwt-router\" } } }";
    let quoted = "[\"workspace\".dependencies]\n\"jr\".'package' = \"jwt-router\"";
    for member in [
        "[dependencies]\njr = { \"workspace\" = true, features = [\n\"jwks\"\n] }",
        "[dependencies]\n\"jr\".workspace = true # ours",
        "[target.'cfg(unix)'.dependencies.jr]\nworkspace = true",
        "[dependencies]\njr.workspace = true",
        "[dependencies]\njr = { workspace = true, features = [\"jwks\"] }",
        "[dependencies.jr]\nworkspace = true",
    ] {
        check(member, Some(workspace), Some("jr"));
        check(member, Some(table), Some("jr"));
        check(member, Some(inline), Some("jr"));
        check(member, Some(quoted), Some("jr"));
        check(member, Some("[workspace]\nmembers = []"), None);
        check(member, None, None);
    }
    check("[dependencies]\njr = \"1\"", Some(workspace), None);
}
