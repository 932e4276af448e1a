//! One argument of an attribute, and the functions that parse its value.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{ExprPath, LitStr};

use super::keyword::Keyword;
use crate::diagnostics::Diagnostics;
use crate::syntax::{spaceless, tokens};

/// An argument of an attribute: its name with its span, and the tokens after the `=`.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) keyword: &'static Keyword,
    pub(crate) name: Ident,
    pub(crate) value: TokenStream,
}

impl Given {
    /// Returns the tokens of the value.
    pub(crate) fn tokens(&self) -> Vec<TokenTree> {
        self.value.clone().into_iter().collect()
    }

    /// Parses the value as a `T`.
    pub(crate) fn value<T: Parse>(&self, diagnostics: &mut Diagnostics) -> Option<T> {
        self.value_with(T::parse, diagnostics)
    }

    /// Parses the value with `parser`.
    pub(crate) fn value_with<T>(
        &self,
        parser: fn(ParseStream<'_>) -> syn::Result<T>,
        diagnostics: &mut Diagnostics,
    ) -> Option<T> {
        let read = |input: ParseStream<'_>| Ok((parser(input)?, input.parse::<TokenStream>()?));
        let Ok((value, rest)) = read.parse2(self.value.clone()) else {
            let help = format!("write `{}`", self.keyword.example);
            self.wrong(help, diagnostics);
            return None;
        };
        if let Some(next) = rest.into_iter().next() {
            diagnostics.error(&next, format!("a comma is missing before `{next}`"));
            return None;
        }
        Some(value)
    }

    /// Parses the value as the path of a function, and reports a call or a closure.
    ///
    /// `other` returns the help for a value that is neither a path nor a closure, if it knows a
    /// better one than the argument's example.
    pub(crate) fn function(
        &self,
        other: impl FnOnce(&[TokenTree]) -> Option<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<ExprPath> {
        let value = self.tokens();
        let read = |input: ParseStream<'_>| {
            let path: ExprPath = input.parse()?;
            match input.parse()? {
                None => Ok((path, None)),
                Some(next @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => {
                    input.parse::<TokenStream>()?;
                    Ok((path, Some(next)))
                }
                Some(TokenTree::Group(_) | TokenTree::Punct(_)) => {
                    Err(input.error("an expression"))
                }
            }
        };
        match read.parse2(self.value.clone()) {
            Ok((path, None)) => Some(path),
            Ok((_, Some(next))) => {
                diagnostics.error(&next, format!("a comma is missing before `{next}`"));
                None
            }
            Err(_) => {
                let name = self.keyword.name;
                let write = written_function(&value).map_or_else(
                    || self.keyword.example.to_owned(),
                    |path| format!("{name} = {path}"),
                );
                let is_closure =
                    matches!(value.as_slice(), [TokenTree::Punct(bar), ..] if bar.as_char() == '|');
                let help = if is_closure {
                    format!("move the closure into a function, and name it here: `{write}`")
                } else {
                    other(&value).unwrap_or_else(|| format!("write `{write}`"))
                };
                self.wrong(help, diagnostics);
                None
            }
        }
    }

    /// Reports that the value is not of the kind that the argument takes.
    fn wrong(&self, help: String, diagnostics: &mut Diagnostics) {
        let Keyword { name, takes, .. } = self.keyword;
        diagnostics.error_with_help(&self.value, format!("`{name}` takes {takes}"), help);
    }
}

/// Returns the path of a function from a value that calls the function, or that is the path in quotes.
fn written_function(value: &[TokenTree]) -> Option<String> {
    let path: ExprPath = match value {
        [path @ .., TokenTree::Group(arguments)]
            if arguments.delimiter() == Delimiter::Parenthesis =>
        {
            syn::parse2(tokens(path)).ok()?
        }
        [TokenTree::Literal(quoted)] => {
            let quoted: LitStr = syn::parse2(quoted.to_token_stream()).ok()?;
            quoted.parse().ok()?
        }
        _ => return None,
    };
    Some(spaceless(path.to_token_stream()))
}
