//! The scopes of a new token.

use super::SignError;
use crate::policy::{ScopeName, is_scope_token};

/// Scopes as the claim has them: one string, delimited by spaces ([RFC 8693, section 4.2]).
///
/// # Errors
///
/// Returns [`SignError::Scope`] when one of them is no scope: a space in it would make two of it.
///
/// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
pub(super) fn join(scopes: impl IntoIterator<Item: ScopeName>) -> Result<String, SignError> {
    let mut text = String::new();
    for (index, scope) in scopes.into_iter().enumerate() {
        let name = scope.name();
        if !is_scope_token(name) {
            return Err(SignError::Scope { index });
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(name);
    }
    Ok(text)
}
