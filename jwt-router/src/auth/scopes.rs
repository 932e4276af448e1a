//! Validates and formats the scopes of a new token.

use crate::{
    jwt::sign::SignError,
    policy::{ScopeName, is_scope_token},
};

/// Joins the scopes into the value of the claim `scope`: one string, delimited by spaces ([RFC 8693, section
/// 4.2]).
///
/// # Errors
///
/// Returns [`SignError::Scope`] when a scope is not a valid scope token (RFC 6749, section 3.3). A scope that contains
/// a space would be read as two scopes.
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

#[cfg(test)]
mod tests {
    use super::join;

    // RFC 6749, section 3.3.
    #[test]
    fn scopes_are_joined_by_spaces_and_each_is_one() {
        assert_eq!(join(["a", "b:c"]).unwrap(), "a b:c");
        assert_eq!(join([""; 0]).unwrap(), "");
        for scope in ["", "a b", "a\"", "a\\", "a\n", "\u{e9}"] {
            let refused = join(["a", scope]).unwrap_err().to_string();
            assert!(
                refused.contains("the scope number 2 is not a scope"),
                "{refused}"
            );
        }
    }
}
