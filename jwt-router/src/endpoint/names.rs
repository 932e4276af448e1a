//! The names of roles and scopes, each asked for where it stands in an attribute.

use crate::policy::RoleName;

/// What the function of `roles = ..` returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of roles",
    label = "returns `{Self}`",
    note = "return `Vec<Role>`, `[Role; N]` or `&[Role]`; `Option<Role>` where there is one or none",
    note = "a `Role` is `String`, `&str`, or an enum with `#[derive(RoleName)]`"
)]
pub trait RoleList {
    /// Whether this role is in the list.
    fn has(self, role: &str) -> bool;
}

#[diagnostic::do_not_recommend]
impl<L> RoleList for L
where
    L: IntoIterator,
    L::Item: RoleName,
{
    fn has(self, role: &str) -> bool {
        self.into_iter().any(|known| known.name() == role)
    }
}

/// Whether one of the roles that a function knows of an entity is this one.
pub fn is_among<'e, E, L: RoleList>(
    entity: &'e E,
    roles: impl FnOnce(&'e E) -> L,
    role: &str,
) -> bool {
    roles(entity).has(role)
}
