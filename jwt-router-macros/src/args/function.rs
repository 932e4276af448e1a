//! `owns_post`, `Self::roles`: the path of a function.

use proc_macro2::{Delimiter, TokenTree};
use quote::ToTokens as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{ExprPath, LitStr};

use super::keyed::KeyedArgs;
use super::tokens;
use crate::diagnostics::Diagnostics;
use crate::model::spaceless;

/// What to write where several predicates are to be asked.
pub(super) const SEVERAL_PREDICATES: &str =
    "write one function that asks them all, and name it: `guard = may_edit`";

/// The value of `name`, which names a function and does not call it.
pub(super) fn function(
    name: &str,
    keyed: &KeyedArgs,
    diagnostics: &mut Diagnostics,
) -> Option<ExprPath> {
    let (keyword, value) = keyed.tokens(name)?;
    let read = |input: ParseStream<'_>| {
        let path: ExprPath = input.parse()?;
        match input.parse()? {
            None => Ok((path, None)),
            Some(next @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => {
                input.parse::<proc_macro2::TokenStream>()?;
                Ok((path, Some(next)))
            }
            Some(TokenTree::Group(_) | TokenTree::Punct(_)) => Err(input.error("an expression")),
        }
    };
    match read.parse2(tokens(&value)) {
        Ok((path, None)) => Some(path),
        Ok((path, Some(next))) => {
            diagnostics.error(&next, format!("a comma is missing before `{next}`"));
            Some(path)
        }
        Err(_) => {
            let write = written_function(name, &value).map_or_else(
                || keyword.example.to_owned(),
                |path| format!("{name} = {path}"),
            );
            let help = match value.as_slice() {
                [TokenTree::Punct(bar), ..] if bar.as_char() == '|' => {
                    format!("move the closure into a function, and name it here: `{write}`")
                }
                value if name == "guard" && is_several(value) => SEVERAL_PREDICATES.to_owned(),
                _ => format!("write `{write}`"),
            };
            diagnostics.error_with_help(
                tokens(&value),
                format!("`{name}` takes {}", keyword.takes),
                help,
            );
            None
        }
    }
}

/// Whether this is made of other predicates: `[a, b]`, `any(a, b)`, `a && b`, `!a`.
fn is_several(value: &[TokenTree]) -> bool {
    let is_list = match value {
        [TokenTree::Group(_)] => true,
        [TokenTree::Ident(word), TokenTree::Group(_)] => {
            word == "any" || word == "all" || word == "not"
        }
        _ => false,
    };
    let is_operator = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if matches!(sign.as_char(), '&' | '|' | '!' | '+'));
    let is_macro = matches!(value, [.., TokenTree::Punct(_), TokenTree::Group(_)]);
    is_list || (!is_macro && value.iter().any(is_operator))
}

/// The function that is called, or stands in quotes.
fn written_function(name: &str, value: &[TokenTree]) -> Option<String> {
    match value {
        [path @ .., TokenTree::Group(arguments)]
            if arguments.delimiter() == Delimiter::Parenthesis =>
        {
            let path: ExprPath = syn::parse2(tokens(path)).ok()?;
            Some(spaceless(path.to_token_stream()))
        }
        [TokenTree::Literal(quoted)] => {
            let quoted: LitStr = syn::parse2(quoted.to_token_stream()).ok()?;
            let path: ExprPath = quoted.parse().ok()?;
            let text = spaceless(path.to_token_stream());
            let is_method = name == "roles" && path.path.get_ident().is_some();
            Some(if is_method {
                format!("Self::{text}")
            } else {
                text
            })
        }
        _ => None,
    }
}
