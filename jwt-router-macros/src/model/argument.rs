//! One argument of a handler.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{PatType, Type};

use super::argument_type::{ArgumentType, is};
use crate::diagnostics::Diagnostics;
use crate::syntax::spaceless;

/// An argument of a handler whose type an extractor can produce, as far as syntax shows.
pub(crate) struct Argument<'a> {
    pub(crate) ty: ArgumentType<'a>,
}

impl<'a> Argument<'a> {
    pub(super) fn new(argument: &'a PatType, diagnostics: &mut Diagnostics) -> Option<Self> {
        let stays = always_there(argument, diagnostics);
        let ty = ArgumentType::new(&argument.ty);
        let owned = owned(ty, diagnostics);
        stays.and(owned).map(|()| Self { ty })
    }
}

/// Checks that the argument has no `#[cfg(..)]`, which would change the route's arguments from build to build.
fn always_there(argument: &PatType, diagnostics: &mut Diagnostics) -> Option<()> {
    let cfg = argument.attrs.iter().find(|attribute| {
        attribute.path().is_ident("cfg") || attribute.path().is_ident("cfg_attr")
    });
    let Some(cfg) = cfg else {
        return Some(());
    };
    let help = "write the handler twice, each with its own `#[cfg(..)]`";
    diagnostics.error_with_help(cfg, "an argument of a handler cannot come and go", help);
    None
}

/// Checks that the type can be an extractor, as far as syntax shows: it is not a reference, `impl Trait`, or a bare
/// value such as `i64`.
fn owned(ty: ArgumentType<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    match ty.0 {
        Type::Reference(reference)
            if reference
                .lifetime
                .as_ref()
                .is_none_or(|lifetime| lifetime.ident != "static") =>
        {
            let owned = if is(&reference.elem, "str") {
                "String".to_owned()
            } else {
                spaceless(reference.elem.to_token_stream())
            };
            let help = format!("write `{owned}`");
            diagnostics.error_with_help(reference, "a handler owns its arguments", help);
        }
        value if ty.is_value() => {
            let text = spaceless(value.to_token_stream());
            diagnostics.error_with_help(
                value,
                format!("a handler cannot take a bare `{text}`"),
                format!("write `Path<{text}>` for a capture of the path"),
            );
        }
        other => {
            let found = find_impl(other.to_token_stream());
            let Some(found) = found else {
                return Some(());
            };
            let help = "name the type";
            diagnostics.error_with_help(found, "a handler cannot take `impl Trait`", help);
        }
    }
    None
}

/// Returns the first `impl` among the tokens of a type.
fn find_impl(tokens: TokenStream) -> Option<TokenTree> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ref word) if word == "impl" => Some(token),
        TokenTree::Group(group) => find_impl(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    })
}
