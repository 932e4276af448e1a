//! Recognizes lists of names in other notations, such as `one_of(..)` or `"a" | "b"`, to suggest `any(..)` or `[..]`.

use proc_macro2::{Ident, TokenTree};

use super::NameKind;
use crate::syntax::{spaceless, tokens};

/// Returns the message and the help for a list in another notation, or `None` if the value is not one.
pub(super) fn other_list(kind: &NameKind, value: &[TokenTree]) -> Option<(String, String)> {
    let (argument, noun) = (kind.argument, kind.noun);
    match value {
        [TokenTree::Ident(any)] if any == "any" => {
            let [first, second] = kind.texts;
            let help = format!("write `{argument} = any({first}, {second})`");
            Some((format!("any of which {noun}s?"), help))
        }
        [TokenTree::Ident(any), TokenTree::Group(list)] if any == "any" => {
            let help = format!("write `{argument} = any({})`", spaceless(list.stream()));
            Some(("`any` takes its names in parentheses".to_owned(), help))
        }
        [TokenTree::Ident(any), .., TokenTree::Group(list)]
            if value.len() <= 3 && is_word(any, &["any", "any_of", "one_of", "or", "either"]) =>
        {
            let help = format!("write `{argument} = any({})`", spaceless(list.stream()));
            Some((
                format!("one of several {noun}s is written with `any`"),
                help,
            ))
        }
        [TokenTree::Ident(all), TokenTree::Group(list)]
            if is_word(all, &["all", "all_of", "and"]) =>
        {
            let help = format!("write `{argument} = [{}]`", spaceless(list.stream()));
            Some((format!("a list in brackets requires all {noun}s"), help))
        }
        [TokenTree::Group(list)] => {
            let names = spaceless(list.stream());
            let help =
                format!("write `[{names}]` to require all of them, `any({names})` to require one");
            Some((format!("all of these {noun}s, or one of them?"), help))
        }
        value => joined(value, &['|'], "or")
            .map(|names| {
                (
                    format!("one of several {noun}s is written with `any`"),
                    format!("write `{argument} = any({names})`"),
                )
            })
            .or_else(|| {
                let names = joined(value, &['&', '+'], "and")?;
                Some((
                    format!("a list in brackets requires all {noun}s"),
                    format!("write `{argument} = [{names}]`"),
                ))
            }),
    }
}

/// Returns the names of `a | b` or `a or b` separated by commas, or `None` if no such sign or word separates
/// names.
pub(in crate::model::requirement) fn joined(
    value: &[TokenTree],
    signs: &[char],
    word: &str,
) -> Option<String> {
    let joins = |token: &TokenTree| match token {
        TokenTree::Punct(sign) => signs.contains(&sign.as_char()),
        TokenTree::Ident(written) => written == word,
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    };
    let names: Vec<String> = value
        .split(joins)
        .filter(|name| !name.is_empty())
        .map(|name| spaceless(tokens(name)))
        .collect();
    (names.len() > 1).then(|| names.join(", "))
}

fn is_word(word: &Ident, words: &[&str]) -> bool {
    let word = word.to_string().to_ascii_lowercase();
    words.contains(&word.as_str())
}
