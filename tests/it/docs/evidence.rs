//! The tests that SECURITY.md names for the rules of a standard, and its sections that tests name.

use std::fs;

use super::{files, workspace};

/// Returns the lines of the table below a heading, from its third line on.
fn rows<'t>(text: &'t str, heading: &str) -> impl Iterator<Item = &'t str> {
    text.lines()
        .skip_while(move |line| *line != heading)
        .skip_while(|line| !line.starts_with('|'))
        .take_while(|line| line.starts_with('|'))
        .skip(2)
}

/// Returns the texts of the modules that a test's name may mean: `instances::` begins those of `tests/instances`.
fn sources_of(modules: &[&str]) -> Vec<String> {
    let (folder, modules) = match modules {
        ["instances", modules @ ..] => ("tests/instances/tests/it", modules),
        modules => ("tests/it", modules),
    };
    let path = workspace().join(folder).join(modules.join("/"));
    [path.with_extension("rs"), path.join("mod.rs")]
        .iter()
        .filter_map(|path| fs::read_to_string(path).ok())
        .collect()
}

#[test]
fn every_test_that_is_named_for_a_rule_of_rfc_9700_exists() {
    let security = fs::read_to_string(workspace().join("SECURITY.md")).unwrap();
    let heading = "## The best current practice of OAuth 2.0 (RFC 9700)";
    let (mut rules, mut missing) = (0, Vec::new());
    for row in rows(&security, heading) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [_, _, _, tests] = cells.as_slice() else {
            panic!("a row has four cells: {row}");
        };
        let names: Vec<&str> = tests.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "a rule has a test: {row}");
        for name in names {
            let parts: Vec<&str> = name.split("::").collect();
            let (function, modules) = parts.split_last().unwrap();
            // A test that is written once for several stores is a module of them.
            let heads = [format!("fn {function}("), format!("mod {function} ")];
            let sources = sources_of(modules);
            let is_in = |text: &String| heads.iter().any(|head| text.contains(head));
            if !sources.iter().any(is_in) {
                missing.push(name);
            }
        }
        rules += 1;
    }
    assert!(rules > 20, "the table is not read: {rules} rules");
    assert!(missing.is_empty(), "no test has these names: {missing:?}");
}

#[test]
fn every_section_of_security_md_that_a_test_names_exists() {
    let security = fs::read_to_string(workspace().join("SECURITY.md")).unwrap();
    let headings = security.lines().filter_map(|line| line.strip_prefix("## "));
    let headings: Vec<&str> = headings.collect();
    let (mut sections, mut missing) = (0, Vec::new());
    for file in files("tests/it", "rs") {
        for rest in file.text.split("SECURITY.md, ").skip(1) {
            let name = rest.split(|letter: char| !letter.is_alphabetic()).next();
            // A rule is named by its number: `rule 9`.
            let name = name.filter(|name| name.starts_with(char::is_uppercase));
            let Some(name) = name else {
                continue;
            };
            sections += 1;
            if !headings.iter().any(|heading| heading.starts_with(name)) {
                missing.push(format!("{}: {name}", file.path));
            }
        }
    }
    assert!(sections > 20, "the comments are not read: {sections}");
    assert!(
        missing.is_empty(),
        "SECURITY.md has no such section: {missing:?}"
    );
}
