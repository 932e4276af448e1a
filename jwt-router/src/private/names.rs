//! The names of roles and scopes, each asked for where it stands in an attribute.

use crate::{RoleName, ScopeName};

/// The name of a role.
pub fn role<R: RoleName + ?Sized>(role: &'static R) -> &'static str {
    role.name()
}

/// The name of a scope.
pub fn scope<S: ScopeName + ?Sized>(scope: &'static S) -> &'static str {
    scope.name()
}

/// Whether one of an entity's roles is this one.
pub fn is_among<I>(roles: I, role: &str) -> bool
where
    I: IntoIterator,
    I::Item: RoleName,
{
    roles.into_iter().any(|known| known.name() == role)
}
