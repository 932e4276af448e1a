//! Step 1: the arguments of a macro. Only their shape is checked, spans are kept.

mod defaults;
mod entity;
mod function;
mod keyed;
mod list;
mod named_type;
mod names;
mod requirements;
mod route;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

pub(crate) use self::defaults::DefaultsArgs;
pub(crate) use self::entity::EntityArgs;
pub(crate) use self::list::{RouteList, RouteName};
pub(crate) use self::names::{Name, NameKind, NameList, Quantity};
pub(crate) use self::requirements::RequirementArgs;
pub(crate) use self::route::RouteArgs;
use crate::diagnostics::Diagnostics;

/// The tokens between two commas.
type Piece = Vec<TokenTree>;

/// Cuts a list at its commas, so that a mistake in one piece hides none in the others.
///
/// A comma inside `<..>` does not count: it belongs to a type. Nor does one between the bars of a
/// closure, which no argument takes, and which is then one mistake.
fn pieces(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece::new();
    let mut depth = 0_usize;
    let mut after = None;
    let mut is_closure = false;
    let mut has_semicolon = false;
    for token in flatten(tokens) {
        let sign = match &token {
            TokenTree::Punct(punct) => Some(punct.as_char()),
            TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Literal(_) => None,
        };
        match sign {
            Some('<') => depth += 1,
            Some('>') if after != Some('-') => depth = depth.saturating_sub(1),
            Some('|') => is_closure = !is_closure && after == Some('='),
            Some(sign @ (',' | ';')) if depth == 0 && !is_closure => {
                // A list with one has them everywhere, and is one mistake.
                if sign == ';' && !has_semicolon {
                    let help = "write `,` instead of `;`";
                    diagnostics.error_with_help(&token, "commas separate arguments", help);
                    has_semicolon = true;
                }
                if piece.is_empty() {
                    diagnostics.error(&token, "nothing stands before this comma");
                } else {
                    pieces.push(std::mem::take(&mut piece));
                }
                continue;
            }
            _ => {}
        }
        after = sign;
        piece.push(token);
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

/// Takes off the invisible groups that `$path:literal` and its like arrive in.
fn flatten(tokens: TokenStream) -> Vec<TokenTree> {
    let mut flat = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flat.extend(flatten(group.stream()));
            }
            token => flat.push(token),
        }
    }
    flat
}

fn tokens(piece: &[TokenTree]) -> TokenStream {
    piece.iter().cloned().collect()
}
