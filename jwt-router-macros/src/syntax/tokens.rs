//! Conversions of tokens: to a text, to a stream, to spans.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

/// Collects tokens into a stream.
pub(crate) fn tokens(piece: &[TokenTree]) -> TokenStream {
    piece.iter().cloned().collect()
}

/// Prints a type or a path without the spaces that `TokenStream::to_string` puts between tokens.
pub(crate) fn spaceless(tokens: TokenStream) -> String {
    tokens
        .to_string()
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" ::<", "::<")
}

/// Returns the spans of the first and the last token.
pub(crate) fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let mut tokens = tokens.to_token_stream().into_iter();
    let first = tokens.next();
    let last = tokens.last();
    let low = first
        .as_ref()
        .map_or_else(Span::call_site, |token| match token {
            TokenTree::Group(group) => group.span_open(),
            token => token.span(),
        });
    let high = last.or(first).map_or(low, |token| match token {
        TokenTree::Group(group) => group.span_close(),
        token => token.span(),
    });
    (low, high)
}
