//! Parses one role, scope, level or factor.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser as _};
use syn::{ExprPath, LitStr};

use super::NameKind;
use crate::diagnostics::Diagnostics;
use crate::syntax::tokens;

/// One name: a text, or the path of a constant or of a variant.
pub(super) enum Name {
    Text(LitStr),
    Path(ExprPath),
}

impl Name {
    pub(super) fn parse(
        kind: &NameKind,
        value: &[TokenTree],
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let noun = kind.noun;
        if is_list(value) {
            let argument = kind.argument;
            let help = format!(
                "write one list, such as `{argument} = any(.., ..)`, or what you mean as a function: `guard = may_edit`"
            );
            let message = format!("a list of {noun}s holds names, not lists");
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
        let read = read.parse2(tokens(value));
        let read = read.map(|(name, rest)| (name, rest.into_iter().next()));
        match read {
            Ok((name, None)) => name.unquoted(noun, diagnostics),
            Ok((_, Some(next @ (TokenTree::Ident(_) | TokenTree::Literal(_))))) => {
                diagnostics.error(&next, format!("a comma is missing before `{next}`"));
                None
            }
            // The name is followed by more of an expression: a call, a sum or a field.
            Ok((_, Some(TokenTree::Group(_) | TokenTree::Punct(_)))) | Err(_) => {
                let (path, [text, _]) = (kind.path, kind.texts);
                let message = format!("a {noun} is a string, a constant or a variant of an enum");
                let help = format!("write `{text}`, or a name such as `{path}`");
                diagnostics.error_with_help(tokens(value), message, help);
                None
            }
        }
    }

    /// Rejects a text that looks like the path of a variant, `"Role::Admin"`.
    fn unquoted(self, noun: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Self::Text(text) = &self
            && let Some(path) = quoted_path(&text.value())
        {
            let message = format!("a {noun} in quotes is a name, letter for letter");
            let help = format!("write `{path}` without quotes");
            diagnostics.error_with_help(text, message, help);
            return None;
        }
        Some(self)
    }

    /// Checks the text of a name; `is_listed` is whether the name is part of a list. A name that is the path of a
    /// constant or variant is not checked, since its text is not known here.
    pub(super) fn check(
        &self,
        kind: &NameKind,
        is_listed: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        match self {
            Self::Text(text) => {
                one_name(text, kind.noun, diagnostics)?;
                (kind.check)(text, is_listed, diagnostics)
            }
            Self::Path(_) => Some(()),
        }
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Text(text) => text.to_tokens(tokens),
            Self::Path(path) => path.to_tokens(tokens),
        }
    }
}

/// Returns the text if it looks like a variant of an enum: `"Role::Admin"`.
///
/// Such a text is probably a mistake. A role that really has this name can be required by a constant.
fn quoted_path(text: &str) -> Option<&str> {
    let segments = || text.split("::");
    let is_camel_case = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_uppercase())
            && segment.chars().all(|letter| letter.is_ascii_alphanumeric())
    };
    (segments().count() > 1 && segments().all(is_camel_case)).then_some(text)
}

/// Rejects a text with several names separated by commas, `"admin, editor"`.
///
/// A distinguished name of a directory, `cn=admin,ou=staff`, is accepted as one name. A name that really has a
/// comma can be required by a constant.
fn one_name(text: &LitStr, noun: &str, diagnostics: &mut Diagnostics) -> Option<()> {
    let value = text.value();
    let names: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| format!("\"{name}\""))
        .collect();
    if names.len() < 2 || value.contains('=') {
        return Some(());
    }
    let names = names.join(", ");
    diagnostics.error_with_help(
        text,
        format!("a {noun} in quotes is one name, comma and all"),
        format!("write `any({names})` to require one of them, `[{names}]` to require all"),
    );
    None
}

/// Returns whether these tokens are a list: a group, `any(..)` or `all(..)`.
fn is_list(value: &[TokenTree]) -> bool {
    match value {
        [TokenTree::Group(_)] => true,
        [TokenTree::Ident(word), TokenTree::Group(_)] => word == "any" || word == "all",
        _ => false,
    }
}
