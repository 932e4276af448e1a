//! The mistakes of one macro call, and the suggestion of a similar word.

use proc_macro2::TokenStream;
use quote::ToTokens;
use strsim::osa_distance;

/// The mistakes of one macro call, each with the tokens to change.
///
/// A step that finds a mistake reports it here and goes on, and
/// [`Diagnostics::to_tokens`] passes all of them to the compiler.
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

    /// Reports a mistake at `tokens`, with the correction on a second line.
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

    /// Reports an error of `syn`.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// Returns how many mistakes were reported.
    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Returns the messages without their spans, for tests.
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

/// Returns the candidate with the most similar spelling, if at most a third of its letters differ.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (osa_distance(word, candidate), candidate))
        .filter(|(distance, candidate)| distance * 3 <= candidate.len().max(word.len()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

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
        assert_eq!(nearest("PSOT", ["POST"]), Some("POST"));
        assert_eq!(nearest("ksy", ["key"]), Some("key"));
        assert_eq!(nearest("kyea", ["key"]), None);
    }
}
