//! Reads the version of an entity's tokens with the function that `#[entity(token_version = ..)]` names. Each
//! token contains the version; when the entity's version changes, the guard refuses the older tokens.

use crate::jwt::claims::TokenVersion;

/// A type that the function of `#[entity(token_version = ..)]` can return as the version of the entity's tokens,
/// such as `i64`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a version of tokens",
    label = "returns `{Self}`",
    note = "return an integer that fits into `i64`, a `String` or a `&str`, as in `fn token_version(&self) -> i64`"
)]
pub trait IntoTokenVersion {
    /// Converts the value into a version of tokens.
    fn into_version(self) -> TokenVersion;
}

#[diagnostic::do_not_recommend]
impl<V: Into<TokenVersion>> IntoTokenVersion for V {
    /// Converts the value into a version of tokens.
    fn into_version(self) -> TokenVersion {
        self.into()
    }
}

/// Returns the version of `entity`'s tokens by calling `version`, the function that `#[entity(token_version = ..)]`
/// names. The result is always `Some`; it is an `Option` because `Entity::token_version` returns one.
pub fn token_version<'e, E, V: IntoTokenVersion>(
    entity: &'e E,
    version: impl FnOnce(&'e E) -> V,
) -> Option<TokenVersion> {
    Some(version(entity).into_version())
}
