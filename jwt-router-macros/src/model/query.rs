//! `query = "auth"`: the query parameter that may hold the token.

use syn::{Ident, LitStr};

use crate::diagnostics::Diagnostics;
use crate::syntax::Method;

/// The checked name of a query parameter that may hold the token, on a route for `GET` and `HEAD` only.
pub(crate) struct QueryName {
    pub(crate) literal: LitStr,
}

impl QueryName {
    /// Checks the value of `query`, and that all methods of the route are `GET` or `HEAD`, since a hyperlink sends no
    /// other method.
    ///
    /// `name` is the keyword `query`, for its span.
    pub(super) fn new(
        (name, value): (Ident, LitStr),
        methods: Option<&[Method]>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let writes = methods
            .unwrap_or_default()
            .iter()
            .find(|method| !only_reads(**method));
        if let Some(writes) = writes {
            diagnostics.error_with_help(
                name,
                format!(
                    "`query` takes tokens from URLs of `GET` requests, and this route has `{}`",
                    writes.name()
                ),
                "write a second handler for `GET`, or remove `query`",
            );
        }
        let word = value.value();
        let is_word = !word.is_empty() && word.chars().all(is_unreserved);
        if !is_word {
            let message = "a query parameter's name is letters, digits, `-`, `.`, `_` and `~`";
            diagnostics.error_with_help(&value, message, "write `query = \"auth\"`");
        }
        (writes.is_none() && is_word).then_some(Self { literal: value })
    }
}

/// Returns whether a hyperlink can send a request of this method.
fn only_reads(method: Method) -> bool {
    matches!(method, Method::Get | Method::Head)
}

/// Returns whether a query may contain the character unescaped
/// ([RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)).
fn is_unreserved(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~')
}
