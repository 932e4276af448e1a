//! Checks whether an entity has a role, by calling the function that `#[entity(roles = ..)]` names.

use crate::policy::RoleName;

/// A type that the function of `#[entity(roles = ..)]` can return, such as `Vec<Role>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of roles",
    label = "returns `{Self}`",
    note = "return `Vec<Role>`, `[Role; N]` or `&[Role]`; `Option<Role>` where there is one or none",
    note = "a `Role` is `String`, `&str`, or an enum with `#[derive(RoleName)]`"
)]
pub trait RoleList {
    /// Returns whether the list contains this role.
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

/// Returns whether `entity` has this role. `roles` is the function of `#[entity(roles = ..)]`, which returns
/// the entity's roles.
pub fn is_among<'e, E, L: RoleList>(
    entity: &'e E,
    roles: impl FnOnce(&'e E) -> L,
    role: &str,
) -> bool {
    roles(entity).has(role)
}
