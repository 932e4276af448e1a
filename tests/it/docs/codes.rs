//! The codes by which the log names the reason of a refusal.

use std::{collections::BTreeSet, fs};

use super::{sources, workspace};

/// The text before a code wherever the guard makes a refusal: the calls of `Refusal`, the field of `Refusal` and
/// of a requirement's `Unmet`, the response of a predicate in `auth/log.rs`, and the events that are logged elsewhere.
const BEFORE: &[&str] = &[
    "invalid_token(\"",
    "invalid_request(\"",
    "code: \"",
    "code = \"",
    "let (code, status) = (\"",
    "ClaimFault::Absent) => \"",
    "ClaimFault::OtherType) => \"",
    "ClaimFault::OtherValue) | None => \"",
];

/// Returns the words of `text` that stand between `before` and the next `after`.
fn between<'t>(text: &'t str, before: &'t str, after: char) -> impl Iterator<Item = &'t str> {
    text.split(before)
        .skip(1)
        .filter_map(move |rest| Some(rest.split_once(after)?.0))
}

/// Returns every code that the sources give to a refusal.
fn given() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for file in sources() {
        for before in BEFORE {
            codes.extend(between(&file.text, before, '"').map(str::to_owned));
        }
        // `Self::new(RejectionKind::Internal, "store_panicked")`, on one line or several.
        for call in between(&file.text, "Self::new(", ')') {
            if call.trim_start().starts_with("RejectionKind::") {
                codes.extend(call.split('"').nth(1).map(str::to_owned));
            }
        }
        if file.path.ends_with("jwt/token/invalid.rs") {
            codes.extend(between(&file.text, "=> \"", '"').map(str::to_owned));
        }
    }
    codes
}

/// Returns the codes in the first column of the table in `docs/tokens.md`.
fn documented() -> BTreeSet<String> {
    let guide = fs::read_to_string(workspace().join("jwt-router/src/docs/tokens.md")).unwrap();
    let (_, table) = guide.split_once("\n| `code` | ").unwrap();
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    rows.flat_map(|row| {
        let codes = row.split('|').nth(1).unwrap();
        codes.split('`').skip(1).step_by(2).map(str::to_owned)
    })
    .collect()
}

#[test]
fn the_table_of_codes_has_every_code_of_a_refusal() {
    let (given, documented) = (given(), documented());
    assert!(given.len() > 40, "the sources are not read: {given:?}");
    let missing: Vec<&String> = given.difference(&documented).collect();
    assert!(
        missing.is_empty(),
        "the table of codes in docs/tokens.md does not have {missing:?}"
    );
}

#[test]
fn the_table_of_codes_has_no_other_code() {
    let (given, documented) = (given(), documented());
    let unknown: Vec<&String> = documented.difference(&given).collect();
    assert!(
        unknown.is_empty(),
        "docs/tokens.md lists codes that no refusal has: {unknown:?}"
    );
}

#[test]
fn the_table_of_failed_logins_has_every_code_of_one() {
    let read = |path: &str| fs::read_to_string(workspace().join("jwt-router/src").join(path));
    let (source, guide) = (
        read("oauth/login.rs").unwrap(),
        read("docs/google.md").unwrap(),
    );
    // `problem_details!(FORBIDDEN "unknown_user" "no user is known for this account")`.
    let given: BTreeSet<&str> = between(&source, "problem_details!(", ')')
        .filter_map(|details| details.split('"').nth(1))
        .collect();
    assert!(given.len() > 10, "the source is not read: {given:?}");
    let (_, table) = guide.split_once("\n| | status | `error` |").unwrap();
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let documented: BTreeSet<&str> = rows.filter_map(|row| row.rsplit('`').nth(1)).collect();
    assert_eq!(documented, given);
}
