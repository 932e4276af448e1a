//! Splits a list at its commas.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::diagnostics::Diagnostics;

/// Splits a list at its commas, so that a mistake in one piece does not hide mistakes in the others.
///
/// A comma inside `<..>` belongs to a type and does not split. Neither does a comma between the bars of a closure: no
/// argument takes a closure, and as one piece it is reported once.
pub(crate) fn pieces(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Vec<TokenTree>> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
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
                // A list that uses semicolons instead of commas is reported once.
                if sign == ';' && !has_semicolon {
                    let help = "write `,` instead of `;`";
                    diagnostics.error_with_help(&token, "commas separate arguments", help);
                    has_semicolon = true;
                }
                if piece.is_empty() {
                    diagnostics.error(&token, "an item is missing before this comma");
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

/// Removes the invisible groups that rustc puts around the fragments of a `macro_rules!`, such as `$path:literal`.
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
