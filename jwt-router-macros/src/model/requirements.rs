//! What a caller needs beside a good token.

use quote::ToTokens as _;
use syn::{ExprPath, LitStr};

use super::argument::spaceless;
use super::fresh;
use crate::args::{Name, NameKind, NameList, RequirementArgs};
use crate::diagnostics::Diagnostics;

/// What `role`, `scope`, `fresh` and `guard` demand, checked.
pub(crate) struct Requirements {
    pub(crate) roles: Option<NameList>,
    pub(crate) scopes: Option<NameList>,
    /// How many seconds ago a caller may have logged in.
    pub(crate) fresh: Option<u64>,
    /// The predicate.
    pub(crate) guard: Option<ExprPath>,
}

impl Requirements {
    pub(super) fn new(args: RequirementArgs, diagnostics: &mut Diagnostics) -> Self {
        let RequirementArgs {
            role,
            scope,
            fresh,
            guard,
        } = args;
        for list in role.iter().chain(&scope) {
            names(list, diagnostics);
        }
        Self {
            roles: role,
            scopes: scope,
            fresh: fresh.and_then(|time| fresh::seconds(&time, diagnostics)),
            guard,
        }
    }
}

/// Checks that each name can be one, and stands once.
fn names(list: &NameList, diagnostics: &mut Diagnostics) {
    let mut known: Vec<String> = Vec::new();
    for name in &list.names {
        let written = match name {
            Name::Text(text) => {
                match list.kind {
                    kind if several(text, kind, diagnostics) => {}
                    NameKind::Role => role(text, diagnostics),
                    NameKind::Scope => scope(text, list.names.len() > 1, diagnostics),
                }
                text.to_token_stream()
            }
            Name::Path(path) => path.to_token_stream(),
        };
        let text = spaceless(written.clone());
        if known.contains(&text) {
            let message = format!("`{text}` is listed twice");
            diagnostics.error_with_help(written, message, "keep one of them");
        }
        known.push(text);
    }
}

/// Reports a list in one text, which would be one name that nobody has. What a token calls so all the same,
/// a constant names; a distinguished name of a directory, `cn=admin,ou=staff`, is one.
fn several(text: &LitStr, kind: NameKind, diagnostics: &mut Diagnostics) -> bool {
    let value = text.value();
    let names: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| format!("\"{name}\""))
        .collect();
    let is_list = names.len() > 1 && !value.contains('=');
    if is_list {
        let (word, names) = (kind.word(), names.join(", "));
        diagnostics.error_with_help(
            text,
            format!("a {word} in quotes is one name, comma and all"),
            format!("write `any({names})` to demand one of them, `[{names}]` to demand all"),
        );
    }
    is_list
}

fn role(role: &LitStr, diagnostics: &mut Diagnostics) {
    let text = role.value();
    if text.trim().is_empty() {
        diagnostics.error_with_help(role, "a role has a name", "write `\"admin\"`");
    } else if text.trim() != text {
        let help = format!("write `\"{}\"`", text.trim());
        diagnostics.error_with_help(role, "a space belongs to the role's name here", help);
    }
}

/// Checks that the text is a scope-token
/// ([RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
fn scope(scope: &LitStr, is_listed: bool, diagnostics: &mut Diagnostics) {
    let text = scope.value();
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| format!("\"{word}\""))
        .collect();
    let other = text
        .chars()
        .find(|letter| !letter.is_ascii_graphic() || matches!(letter, '"' | '\\'));
    match (words.as_slice(), other) {
        ([], _) => {
            diagnostics.error_with_help(scope, "a scope has a name", "write `\"posts:read\"`");
        }
        ([word], Some(letter)) if letter.is_whitespace() => {
            let help = format!("write `{word}`");
            diagnostics.error_with_help(scope, "a scope has no spaces", help);
        }
        (_, Some(letter)) if letter.is_whitespace() => {
            let words = words.join(", ");
            let help = if is_listed {
                format!("write each by itself: `{words}`")
            } else {
                format!("write a list: `scope = [{words}]`")
            };
            diagnostics.error_with_help(scope, "a space separates scopes", help);
        }
        (_, Some(letter)) => {
            let letter = match letter {
                '"' | '\\' => letter.to_string(),
                letter => letter.escape_debug().to_string(),
            };
            let message = format!("a scope cannot contain `{letter}`");
            let help = "write printable ASCII letters, except for spaces, `\"` and `\\`";
            diagnostics.error_with_help(scope, message, help);
        }
        (_, None) => {}
    }
}
