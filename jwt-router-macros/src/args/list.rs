//! `[$crate] login, users::show`: what `routes!` passes on.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Path};

use super::{pieces, tokens};
use crate::diagnostics::Diagnostics;

/// The handlers named in `routes![..]`.
pub(crate) struct RouteList {
    /// `$crate` of the runtime crate, with its hygiene.
    pub(crate) krate: TokenStream,
    pub(crate) names: Vec<RouteName>,
}

/// One handler of the list: `#[cfg(..)] users::show`.
pub(crate) struct RouteName {
    pub(crate) cfgs: Vec<Attribute>,
    pub(crate) path: Path,
}

impl RouteList {
    pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut input = input.into_iter();
        let krate = match input.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                group.stream()
            }
            _ => quote::quote!(::jwt_router),
        };
        let pieces = pieces(input.collect(), diagnostics);
        let names = pieces
            .into_iter()
            .filter_map(|piece| RouteName::parse(&piece, diagnostics))
            .collect();
        Self { krate, names }
    }
}

impl RouteName {
    fn parse(piece: &[TokenTree], diagnostics: &mut Diagnostics) -> Option<Self> {
        let read = |input: ParseStream<'_>| {
            let cfgs = input.call(Attribute::parse_outer)?;
            let path = input.call(Path::parse_mod_style)?;
            Ok((cfgs, path, input.parse::<TokenStream>()?))
        };
        let Ok((cfgs, path, rest)) = read.parse2(tokens(piece)) else {
            let help = "name annotated handlers: `routes![login, users::show]`";
            diagnostics.error_with_help(tokens(piece), "not the name of a handler", help);
            return None;
        };
        let mut complete = true;
        if let Some(attribute) = cfgs
            .iter()
            .find(|attribute| !attribute.path().is_ident("cfg"))
        {
            diagnostics.error(attribute, "only `#[cfg(..)]` can stand before a handler");
            complete = false;
        }
        let name = path.segments.last().map(|segment| segment.ident.clone())?;
        if let Some(next) = rest.into_iter().next() {
            follows(&name, &next, diagnostics);
            complete = false;
        }
        complete.then_some(Self { cfgs, path })
    }
}

/// Says what is wrong with the token after a handler's name.
fn follows(name: &Ident, next: &TokenTree, diagnostics: &mut Diagnostics) {
    match next {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            diagnostics.error_with_help(
                next,
                "the list names handlers, it does not call them",
                format!("write `{name}`"),
            );
        }
        TokenTree::Punct(_) => {
            diagnostics.error_with_help(
                next,
                "a handler has no parameters",
                format!("write `{name}`"),
            );
        }
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => {
            diagnostics.error(next, format!("a comma is missing before `{next}`"));
        }
    }
}
