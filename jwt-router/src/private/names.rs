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

/// Whether one of the roles that a function knows of an entity is this one.
pub fn is_among<'e, E, L>(entity: &'e E, roles: impl FnOnce(&'e E) -> L, role: &str) -> bool
where
    L: IntoIterator,
    L::Item: RoleName,
{
    roles(entity).into_iter().any(|known| known.name() == role)
}
