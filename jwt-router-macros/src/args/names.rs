//! `"admin"`, `Role::Admin`, `[.., ..]` and `any(.., ..)`: names of roles and scopes.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser as _};
use syn::{ExprPath, LitStr};

use super::keyed::{KeyedArgs, write_a_list};
use super::{pieces, tokens};
use crate::diagnostics::Diagnostics;
use crate::model::spaceless;

/// What the names are names of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NameKind {
    Role,
    Scope,
}

impl NameKind {
    /// The argument that takes them.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Scope => "scope",
        }
    }

    /// Two texts and a path, as one would write them.
    const fn examples(self) -> [&'static str; 3] {
        match self {
            Self::Role => ["\"admin\"", "\"editor\"", "Role::Admin"],
            Self::Scope => ["\"posts:read\"", "\"posts:write\"", "Scope::ReadPosts"],
        }
    }
}

/// One name: a text, or the path of a constant or of a variant.
pub(crate) enum Name {
    Text(LitStr),
    Path(ExprPath),
}

/// How many of the names a caller has to have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Quantity {
    All,
    Any,
}

/// The names that one argument lists.
pub(crate) struct NameList {
    pub(crate) kind: NameKind,
    pub(crate) quantity: Quantity,
    pub(crate) names: Vec<Name>,
}

impl NameList {
    /// Reads the value of `role` or `scope`: a name, `[.., ..]` or `any(.., ..)`.
    pub(super) fn parse(
        kind: NameKind,
        value: &[TokenTree],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        match value {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => {
                Self::list(kind, Quantity::All, list, diagnostics)
            }
            [TokenTree::Ident(any), TokenTree::Group(list)]
                if any == "any" && list.delimiter() == Delimiter::Parenthesis =>
            {
                Self::list(kind, Quantity::Any, list, diagnostics)
            }
            value => {
                if let Some((message, help)) = other_list(kind, value) {
                    diagnostics.error_with_help(tokens(value), message, help);
                    return None;
                }
                Some(Self {
                    kind,
                    quantity: Quantity::All,
                    names: vec![Name::parse(kind, value, diagnostics)?],
                })
            }
        }
    }

    /// Reports `tokens` if they look like a second role or scope: `role = "admin", "editor"`.
    pub(super) fn second(
        keyed: &KeyedArgs,
        tokens: impl ToTokens,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let Some(word @ ("role" | "scope")) = keyed.last() else {
            return false;
        };
        let message = format!("`{word}` has a value already");
        diagnostics.error_with_help(tokens, message, write_a_list(word));
        true
    }

    fn list(
        kind: NameKind,
        quantity: Quantity,
        list: &Group,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let word = kind.word();
        let items = pieces(list.stream(), diagnostics);
        if items.is_empty() {
            let [example, ..] = kind.examples();
            let help = format!("write `{word} = {example}`, or remove `{word}`");
            diagnostics.error_with_help(list, format!("no {word} is listed"), help);
            return None;
        }
        // Each is read before the first that is none gives up.
        let names: Vec<Option<Name>> = items
            .iter()
            .map(|item| Name::parse(kind, item, diagnostics))
            .collect();
        Some(Self {
            kind,
            quantity,
            names: names.into_iter().collect::<Option<_>>()?,
        })
    }
}

impl Name {
    fn parse(kind: NameKind, value: &[TokenTree], diagnostics: &mut Diagnostics) -> Option<Self> {
        let word = kind.word();
        if is_list(value) {
            let help = format!(
                "write one list, such as `{word} = any(.., ..)`, or what you mean as a function: `guard = may_edit`"
            );
            let message = format!("a list of {word}s holds names, not lists");
            diagnostics.error_with_help(tokens(value), message, help);
            return None;
        }
        let read = |input: ParseStream<'_>| {
            let name = if input.peek(LitStr) {
                Self::Text(input.parse()?)
            } else {
                Self::Path(input.parse()?)
            };
            Ok((name, input.parse::<TokenStream>()?))
        };
        let parsed = read.parse2(tokens(value)).ok().and_then(|(name, rest)| {
            match rest.into_iter().next() {
                None => Some(name),
                Some(next @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => {
                    diagnostics.error(&next, format!("a comma is missing before `{next}`"));
                    Some(name)
                }
                // A call, a sum, a field: an expression.
                Some(TokenTree::Group(_) | TokenTree::Punct(_)) => None,
            }
        });
        if let Some(Self::Text(text)) = &parsed
            && let Some(path) = quoted_path(&text.value())
        {
            let message = format!("a {word} in quotes is a name, letter for letter");
            let help = format!("write `{path}` without quotes");
            diagnostics.error_with_help(text, message, help);
            return None;
        }
        if parsed.is_none() {
            let [text, _, path] = kind.examples();
            let message = format!("a {word} is a string, a constant or a variant of an enum");
            let help = format!("write `{text}`, or a name such as `{path}`");
            diagnostics.error_with_help(tokens(value), message, help);
        }
        parsed
    }
}

/// What looks like a variant of an enum and stands in quotes: `"Role::Admin"`. As a name, it would let
/// nobody in; a token that has it all the same is asked for by a constant.
fn quoted_path(text: &str) -> Option<&str> {
    let segments = || text.split("::");
    let is_camel_case = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_uppercase())
            && segment.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    (segments().count() > 1 && segments().all(is_camel_case)).then_some(text)
}

/// Whether this would be a list where a list may stand.
fn is_list(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Group(_)] => true,
        [TokenTree::Ident(word), TokenTree::Group(_)] => word == "any" || word == "all",
        _ => false,
    }
}

/// What is wrong with a list that is written in another way, and how to write it.
fn other_list(kind: NameKind, value: &[TokenTree]) -> Option<(String, String)> {
    let word = kind.word();
    match value {
        [TokenTree::Ident(any)] if any == "any" => {
            let [first, second, _] = kind.examples();
            let help = format!("write `{word} = any({first}, {second})`");
            Some((format!("any of which {word}s?"), help))
        }
        [TokenTree::Ident(any), TokenTree::Group(list)] if any == "any" => {
            let help = format!("write `{word} = any({})`", spaceless(list.stream()));
            Some(("`any` takes its names in parentheses".to_owned(), help))
        }
        [TokenTree::Ident(any), .., TokenTree::Group(list)]
            if value.len() <= 3 && is_word(any, &["any", "any_of", "one_of", "or", "either"]) =>
        {
            let help = format!("write `{word} = any({})`", spaceless(list.stream()));
            Some((
                format!("one of several {word}s is written with `any`"),
                help,
            ))
        }
        [TokenTree::Ident(all), TokenTree::Group(list)]
            if is_word(all, &["all", "all_of", "and"]) =>
        {
            let help = format!("write `{word} = [{}]`", spaceless(list.stream()));
            Some((format!("a list in brackets demands all {word}s"), help))
        }
        [TokenTree::Group(list)] => {
            let names = spaceless(list.stream());
            let help =
                format!("write `[{names}]` to demand all of them, `any({names})` to demand one");
            Some((format!("all of these {word}s, or one of them?"), help))
        }
        value => joined(value, &['|'], "or")
            .map(|names| {
                (
                    format!("one of several {word}s is written with `any`"),
                    format!("write `{word} = any({names})`"),
                )
            })
            .or_else(|| {
                let names = joined(value, &['&', '+'], "and")?;
                Some((
                    format!("a list in brackets demands all {word}s"),
                    format!("write `{word} = [{names}]`"),
                ))
            }),
    }
}

/// The names between the signs or the word, with commas instead; none where neither stands.
fn joined(value: &[TokenTree], signs: &[char], word: &str) -> Option<String> {
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
