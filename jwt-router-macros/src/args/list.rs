//! `[$crate] login, users::show`: the tokens that `routes!` passes on.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Path};

use crate::diagnostics::Diagnostics;
use crate::syntax::{pieces, tokens};

/// The names in `routes![..]`, whose shape is checked but not yet their values.
pub(crate) struct RouteList {
    /// `$crate` as `routes!` expands it: a path of the library that resolves in every crate.
    pub(crate) krate: Option<TokenStream>,
    pub(crate) names: Vec<ListedName>,
}

/// One name of the list: `#[cfg(..)] users::show`.
pub(crate) struct ListedName {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) path: Path,
    /// The tokens after the name; a mistake if there are any.
    pub(crate) rest: TokenStream,
}

impl RouteList {
    pub(crate) fn parse(input: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut input = input.into_iter();
        let krate = match input.next() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
                Some(group.stream())
            }
            _ => None,
        };
        let pieces = pieces(input.collect(), diagnostics);
        let names = pieces
            .into_iter()
            .filter_map(|piece| ListedName::parse(&piece, diagnostics))
            .collect();
        Self { krate, names }
    }
}

impl ListedName {
    fn parse(piece: &[TokenTree], diagnostics: &mut Diagnostics) -> Option<Self> {
        let read = |input: ParseStream<'_>| {
            Ok(Self {
                attributes: input.call(Attribute::parse_outer)?,
                path: input.call(Path::parse_mod_style)?,
                rest: input.parse()?,
            })
        };
        let name = read.parse2(tokens(piece)).ok();
        if name.is_none() {
            let help = "name annotated handlers: `routes![login, users::show]`";
            diagnostics.error_with_help(tokens(piece), "not the name of a handler", help);
        }
        name
    }
}
