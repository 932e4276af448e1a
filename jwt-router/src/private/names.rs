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

/// Whether one of the roles that this function knows of the entity is this one.
pub fn is_among<'e, E, L>(entity: &'e E, roles: impl FnOnce(&'e E) -> L, role: &str) -> bool
where
    L: RoleList,
    L::Role: RoleName,
{
    let mut roles = roles(entity).roles();
    roles.any(|known| known.name() == role)
}

/// What an entity's roles come in: whatever can be iterated.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of roles",
    label = "this function has to return a list of roles",
    note = "return what can be iterated: `Vec<String>`, `&[Role]`, `Option<Role>`; of one role, return `[role]`"
)]
pub trait RoleList {
    /// One of them.
    type Role;

    /// All of them.
    fn roles(self) -> impl Iterator<Item = Self::Role>;
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> RoleList for I {
    type Role = I::Item;

    fn roles(self) -> impl Iterator<Item = I::Item> {
        self.into_iter()
    }
}
