//! `scope = "posts:read"`: the scopes of the token.

use syn::LitStr;

use super::Kind;
use super::names::{NameKind, Names, write_a_list};
use crate::args::{Keyword, Several};
use crate::diagnostics::Diagnostics;

pub(super) static KIND: Kind = Kind {
    keyword: Keyword::requirement(
        "scope",
        "a scope or a list of them",
        "scope = \"posts:read\"",
    )
    .of_logins()
    .other_words(&["permission", "permissions"])
    .several(Several::Pieces, write_a_list!("scope")),
    parse: |given, diagnostics| Some(Box::new(Names::parse(&SCOPE, given, diagnostics)?)),
};

static SCOPE: NameKind = NameKind {
    argument: "scope",
    noun: "scope",
    texts: ["\"posts:read\"", "\"posts:write\""],
    path: "Scope::ReadPosts",
    function: "scopes",
    check,
};

/// Checks that the text is one scope, a `scope-token` of the standard
/// ([RFC 6749, section 3.3](https://www.rfc-editor.org/rfc/rfc6749#section-3.3)).
pub(super) fn check(scope: &LitStr, is_listed: bool, diagnostics: &mut Diagnostics) -> Option<()> {
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
        (_, None) => return Some(()),
    }
    None
}
