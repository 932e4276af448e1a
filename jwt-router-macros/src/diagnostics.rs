//! The mistakes found in one attribute, and the spelling help they offer.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Every mistake of one macro call, each with the tokens to change.
///
/// Nothing stops at the first mistake: whoever finds one reports it here and
/// goes on, and [`Diagnostics::to_tokens`] hands all of them to the compiler.
#[derive(Debug, Default)]
#[must_use]
pub(crate) struct Diagnostics {
    errors: Vec<syn::Error>,
}

impl Diagnostics {
    /// Reports a mistake at `tokens`.
    pub(crate) fn error(&mut self, tokens: impl ToTokens, message: impl Into<String>) {
        self.push(syn::Error::new_spanned(tokens, message.into()));
    }

    /// Reports a mistake at `tokens`, with what to write on a line of its own.
    pub(crate) fn error_with_help(
        &mut self,
        tokens: impl ToTokens,
        message: impl AsRef<str>,
        help: impl AsRef<str>,
    ) {
        self.error(
            tokens,
            format!("{}\nhelp: {}", message.as_ref(), help.as_ref()),
        );
    }

    /// Reports what `syn` found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The messages alone, for tests.
    #[cfg(test)]
    pub(crate) fn messages(&self) -> Vec<String> {
        self.errors.iter().map(ToString::to_string).collect()
    }
}

impl ToTokens for Diagnostics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.errors.iter().map(syn::Error::to_compile_error));
    }
}

/// The candidate that `word` is most likely a slip of the hand for.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len().max(word.len()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters to insert, delete or replace; two swapped letters count once.
fn distance(left: &str, right: &str) -> usize {
    if is_swapped(left, right) {
        return 1;
    }
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (line, ours) in (1..).zip(left.chars()) {
        let mut next = vec![line];
        let mut before = line;
        for ((&diagonal, &above), theirs) in row.iter().zip(row.iter().skip(1)).zip(right.chars()) {
            before = (diagonal + usize::from(ours != theirs))
                .min(above + 1)
                .min(before + 1);
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// Whether two neighboring letters changed places, and nothing else.
fn is_swapped(left: &str, right: &str) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let different: Vec<(usize, (char, char))> = left
        .chars()
        .zip(right.chars())
        .enumerate()
        .filter(|(_, (ours, theirs))| ours != theirs)
        .collect();
    match different.as_slice() {
        [(first, (a, b)), (second, (c, d))] => second - first == 1 && a == d && b == c,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn a_slip_of_the_hand_finds_its_word() {
        assert_eq!(nearest("PSOT", ["GET", "POST", "PUT"]), Some("POST"));
        assert_eq!(nearest("DELET", ["GET", "DELETE"]), Some("DELETE"));
        assert_eq!(
            nearest("claim_only", ["entity", "claims_only"]),
            Some("claims_only")
        );
    }

    #[test]
    fn another_word_finds_nothing() {
        assert_eq!(nearest("colour", ["state", "entity"]), None);
        assert_eq!(nearest("", ["state"]), None);
    }

    #[test]
    fn swapped_neighbors_are_one_slip() {
        assert_eq!(distance("PSOT", "POST"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("same", "same"), 0);
    }
}
