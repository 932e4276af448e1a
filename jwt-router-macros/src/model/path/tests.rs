use proc_macro2::{Ident, Span};
use syn::{LitStr, parse_str};

use super::RoutePath;
use crate::diagnostics::Diagnostics;

#[track_caller]
fn check(path: &str, captures: usize, shape: &str) {
    let mut diagnostics = Diagnostics::default();
    let parsed = RoutePath::parse(&LitStr::new(path, Span::call_site()), &mut diagnostics);
    let parsed = parsed.unwrap_or_else(|| panic!("{:?}", diagnostics.messages()));
    assert_eq!(
        (parsed.captures(), parsed.shape().as_str()),
        (captures, shape)
    );
}

/// Checks the messages that are reported for a path, and the characters of the path that each message underlines.
#[track_caller]
fn refused(path: &str, expected: &[(&str, &str)]) {
    let mut diagnostics = Diagnostics::default();
    assert!(RoutePath::parse(&LitStr::new(path, Span::call_site()), &mut diagnostics).is_none());
    let messages = diagnostics.messages();
    let found: Vec<(&str, String)> = messages
        .iter()
        .map(|message| {
            let mut lines = message.lines();
            let first = lines.next().unwrap();
            let shown = lines.nth(1).unwrap();
            let carets = lines.next().unwrap();
            let marked = shown
                .chars()
                .zip(carets.chars())
                .filter(|(_, mark)| *mark == '^');
            (first, marked.map(|(letter, _)| letter).collect())
        })
        .collect();
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(message, marked)| (*message, (*marked).to_owned()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn plain_paths_are_taken() {
    check("/", 0, "__");
    check("/users", 0, "__users");
    check("/users/", 0, "__users__");
    check("/a%20b/~c", 0, "__a_x2520b___x7ec");
}

#[test]
fn captures_are_counted_and_lose_their_names() {
    check("/users/{id}", 1, "__users___p");
    check("/users/{name}", 1, "__users___p");
    check("/v{major}/{user-id}/{*rest}", 3, "__v_p___p___r");
}

#[test]
fn different_shapes_have_different_names() {
    check("/a_b", 0, "__a_ub");
    check("/a/b", 0, "__a__b");
    check("/a_p", 0, "__a_up");
    check("/a{p}", 1, "__a_p");
}

#[test]
fn a_function_gives_its_name_without_the_raw_marker() {
    let mut diagnostics = Diagnostics::default();
    let path = RoutePath::of_function(&Ident::new_raw("type", Span::call_site()), &mut diagnostics);
    assert_eq!(path.unwrap().literal.value(), "/type");
}

#[test]
fn other_frameworks_are_recognized() {
    refused(
        "/users/:id",
        &[("`:id` is the syntax of axum 0.7: write `{id}`", ":id")],
    );
    refused(
        "/files/*path",
        &[(
            "`*path` is the syntax of axum 0.7: write `{*path}`",
            "*path",
        )],
    );
    refused(
        "/u/<int:id>/x",
        &[(
            "`<int:id>` is the syntax of Flask: write `{id}`",
            "<int:id>",
        )],
    );
    refused(
        "/u/<path:p>",
        &[(
            "`<path:p>` is the syntax of Flask: write `{*p}`",
            "<path:p>",
        )],
    );
    refused(
        "/u/[id]/[...rest]",
        &[
            ("`[id]` is the syntax of Next.js: write `{id}`", "[id]"),
            (
                "`[...rest]` is the syntax of Next.js: write `{*rest}`",
                "[...rest]",
            ),
        ],
    );
    refused(
        "/u/{id?}",
        &[(
            "a capture is a name and nothing else: write `{id}`",
            "{id?}",
        )],
    );
}

#[test]
fn a_path_starts_with_a_slash() {
    refused(
        "users",
        &[("a path starts with `/`: write \"/users\"", "users")],
    );
    refused("", &[("a path starts with `/`: write \"/\"", "")]);
    for path in [" /users", "\\users", "https://example.org/users"] {
        refused(path, &[("a path starts with `/`: write \"/users\"", path)]);
    }
    refused(
        "https://example.org",
        &[("a path starts with `/`: write \"/\"", "https://example.org")],
    );
}

#[test]
fn broken_captures_are_refused() {
    refused("/{}", &[("a capture has a name: write `{id}`", "{}")]);
    refused("/{*}", &[("a capture has a name: write `{*rest}`", "{*}")]);
    refused("/{id", &[("this `{` is never closed: write `{id}`", "{id")]);
    refused("/id}", &[("this `}` closes nothing", "}")]);
    refused(
        "/{id:int}",
        &[(
            "a capture is a name and nothing else: write `{id}`",
            "{id:int}",
        )],
    );
    refused(
        "/{{id}}",
        &[(
            "a brace is no part of a path: write `%7B` and `%7D`",
            "{{id}}",
        )],
    );
    refused(
        "/{a}/{a}",
        &[("two captures named `a`: give this one another name", "{a}")],
    );
    refused(
        "/{id}.json",
        &[(
            "nothing may follow a capture in its segment: take `.json` off in the handler",
            ".json",
        )],
    );
}

#[test]
fn the_rest_comes_last_and_alone() {
    refused(
        "/{*rest}/x",
        &[(
            "`{*rest}` takes the rest of the path, so it must be the last segment",
            "{*rest}",
        )],
    );
    refused(
        "/pre{*rest}",
        &[(
            "`{*rest}` takes whole segments: nothing may be before it",
            "pre",
        )],
    );
}

#[test]
fn text_that_no_request_can_hold_is_refused() {
    refused(
        "/größe",
        &[(
            "axum matches the percent-encoded path, so `ö` can never match: write `%C3%B6`",
            "ö",
        )],
    );
    refused("/a b", &[("a path holds no space: write `%20`", " ")]);
    refused("/a^b", &[("a path holds no `^`: write `%5E`", "^")]);
    refused(
        "/x?y=1",
        &[(
            "a path ends before the query: take `Query<..>` in the handler",
            "?y=1",
        )],
    );
    refused(
        "/x#y",
        &[(
            "clients keep what follows `#` to themselves, so it can never match",
            "#",
        )],
    );
    refused(
        "/100%",
        &[(
            "`%` is followed by two hexadecimal digits: write `%25` for the sign itself",
            "%",
        )],
    );
    refused(
        "/a//b",
        &[(
            "two `/` in a row: write one, or a segment between them",
            "/",
        )],
    );
    refused(
        "/a/%2E./b",
        &[(
            "clients take `%2E.` out of a path, so it can never match",
            "%2E.",
        )],
    );
    refused("/a\tb", &[("a path holds no control character", "\\t")]);
}

#[test]
fn every_segment_is_checked() {
    refused(
        "/:a/{}/b c",
        &[
            ("`:a` is the syntax of axum 0.7: write `{a}`", ":a"),
            ("a capture has a name: write `{id}`", "{}"),
            ("a path holds no space: write `%20`", " "),
        ],
    );
}

#[test]
fn a_raw_literal_or_an_escape_moves_no_caret() {
    for source in [r##"r#"/a/:b"#"##, r#""\u{2f}a/\x3ab""#] {
        let mut diagnostics = Diagnostics::default();
        assert!(RoutePath::parse(&parse_str(source).unwrap(), &mut diagnostics).is_none());
        let expected = "`:b` is the syntax of axum 0.7: write `{b}`\n\n    /a/:b\n       ^^\n";
        assert_eq!(diagnostics.messages(), [expected]);
    }
}
