//! Paths and trees of `use`, as tokens.

use std::{iter::Peekable, slice};

use proc_macro2::{Delimiter, TokenTree};

use super::source::is_punct;

/// One segment of a path, or `*`.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) line: usize,
}

impl Name {
    pub(super) fn is_keyword(&self) -> bool {
        matches!(self.text.as_str(), "crate" | "self" | "super")
    }
}

type Tokens<'t> = Peekable<slice::Iter<'t, TokenTree>>;

/// Reads a path, or each path of a tree: `a::b`, `a::{b, c::{d, e as f}}`.
///
/// A name that is imported `as` another has the other as its last segment.
pub(super) fn read(rest: &mut Tokens<'_>) -> Vec<Vec<Name>> {
    let mut names = Vec::new();
    while is_separator(rest) {}
    read_after(rest, &[], &mut names);
    names
}

fn read_after(rest: &mut Tokens<'_>, prefix: &[Name], names: &mut Vec<Vec<Name>>) {
    let mut path = prefix.to_vec();
    loop {
        match rest.peek() {
            Some(TokenTree::Group(group))
                if group.delimiter() == Delimiter::Brace && !path.is_empty() =>
            {
                let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut inside = tokens.iter().peekable();
                while inside.peek().is_some() {
                    read_after(&mut inside, &path, names);
                    inside.next_if(|token| is_punct(token, ','));
                }
                rest.next();
                return;
            }
            Some(TokenTree::Ident(word)) => path.push(Name {
                text: word.to_string(),
                line: word.span().start().line,
            }),
            Some(token) if is_punct(token, '*') && path.len() > prefix.len().min(1) => {
                path.push(Name {
                    text: "*".to_owned(),
                    line: token.span().start().line,
                });
            }
            // `crate::Type::<T>`, or no path at all.
            Some(_) | None => break,
        }
        rest.next();
        if !is_separator(rest) {
            break;
        }
    }
    let is_as = |token: &&TokenTree| matches!(token, TokenTree::Ident(word) if *word == "as");
    if rest.next_if(is_as).is_some()
        && let Some(TokenTree::Ident(other)) = rest.peek()
    {
        path.push(Name {
            text: other.to_string(),
            line: other.span().start().line,
        });
        rest.next();
    }
    names.push(path);
}

/// Reads `::`, if it is next.
fn is_separator(rest: &mut Tokens<'_>) -> bool {
    let mut ahead = rest.clone();
    let is_colon = |token: Option<&TokenTree>| token.is_some_and(|token| is_punct(token, ':'));
    let is_separator = is_colon(ahead.next()) && is_colon(ahead.next());
    if is_separator {
        *rest = ahead;
    }
    is_separator
}

/// The segment that names something of the crate's root, for a path in this module; `None` when
/// the path stays in the module's room, or is of another crate.
///
/// A path that ends at the root names the root: its last segment is returned.
pub(super) fn of_root<'n>(path: &'n [Name], module: &[String]) -> Option<&'n Name> {
    let mut depth = match path.first()?.text.as_str() {
        "crate" => 0,
        "self" => module.len(),
        "super" => module.len().checked_sub(1)?,
        _ => return None,
    };
    let (first, more) = path.split_first()?;
    let mut last = first;
    for name in more {
        match name.text.as_str() {
            "self" => {}
            "super" => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return Some(name),
            _ => return None,
        }
        last = name;
    }
    // `crate` alone is a word of `pub(crate)`.
    (depth == 0 && path.len() > 1).then_some(last)
}
