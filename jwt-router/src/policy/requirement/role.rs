//! The requirement `role = "admin"`: the caller has these roles.

use super::{
    Check, ClaimFault, Column, Kind, Presented, Requirement, Restricted, RouteClaim, Setting,
    Shortfall, Subject, TokenClaims, Unmet,
    names::{NameSets, Names, kind_of_names, sorted},
};
use crate::{
    entity::{Caller, EntityRef},
    jwt::claims::{ClaimSlot, TableIndex},
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// A type whose values are role names, for the argument `role = Role::Admin` and for the function of
/// `#[entity(roles = ..)]`.
///
/// Strings implement this trait too. An enum with `#[derive(RoleName)]` turns a misspelled role into a compile
/// error.
///
/// # Examples
///
/// ```
/// use jwt_router::RoleName;
///
/// #[derive(RoleName)]
/// enum Role { Admin, Editor }
///
/// assert_eq!(Role::Admin.name(), "admin");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a role",
    label = "does not implement `RoleName`",
    note = "write a string, `role = \"admin\"`, or a variant of an enum with `#[derive(RoleName)]`"
)]
pub trait RoleName {
    /// Returns the role's name as tokens and the policy table contain it.
    fn name(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl RoleName for str {
    fn name(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl RoleName for String {
    fn name(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: RoleName + ?Sized> RoleName for &T {
    fn name(&self) -> &str {
        T::name(self)
    }
}

/// Returns the name of one role in an attribute. The attribute's expansion calls this function for each role.
pub fn role<R: RoleName + ?Sized>(role: &'static R) -> &'static str {
    role.name()
}

/// Returns the requirement that a caller has these roles: all of them, or at least one of them for `any(..)`.
#[must_use]
pub fn roles(names: Names) -> Requirement {
    Role(names.into()).into()
}

/// The requirement that the caller has all listed roles, and at least one role of each `any(..)` list.
///
/// The roles come from the loaded entity if its type has `#[entity(roles = ..)]`, and from a claim of the token
/// otherwise.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Role(NameSets);

#[cfg(test)]
impl Role {
    pub(super) const fn of(names: NameSets) -> Self {
        Self(names)
    }
}

impl Kind for Role {
    const ARGUMENT: &'static str = "role";
    const FIXED_CLAIM: Option<&'static str> = None;

    kind_of_names!();

    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        let handler = &route.handler;
        let mut problems: Vec<RequirementProblem> =
            self.0.empty(handler, Self::ARGUMENT).into_iter().collect();
        if self.0.names().any(String::is_empty) {
            problems.push(RequirementProblem::EmptyRole {
                handler: handler.clone(),
            });
        }
        problems.extend(without_source(route));
        if let Some(roles) = &route.claims.own.roles {
            let advice = "give the claim another name with `.roles_claim(..)`, or the key";
            problems.extend(route.key_in_the_way(roles.claim(), advice));
        }
        problems
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(RoleCheck {
            claim: setting.claim(RouteClaim::Roles),
            roles: self.0.clone(),
        })
    }

    fn reads_login(&self, callers: &[EntityRef]) -> bool {
        callers.iter().any(|entity| !entity.has_roles())
    }

    fn column() -> Option<Column> {
        Some(Column {
            head: "no role",
            words: "without a role",
            opens: "this role is not needed here",
            refused: RejectionKind::InsufficientScope,
        })
    }

    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims) {
        if let Some(roles) = &subject.claim_names.roles {
            let names = sorted(self.0.names().cloned());
            claims.insert(roles.claim().to_owned(), roles.value(&names));
        }
    }

    fn is_met_by(&self, subject: &Subject<'_>) -> bool {
        if !subject.entity.has_roles() {
            return subject.claim_names.roles.is_some();
        }
        let has = |role: &str| {
            let loaded = subject.loaded.map(|loaded| &**loaded);
            loaded.is_some_and(|loaded| subject.entity.has_role(loaded, role))
        };
        self.0.is_met_by(has)
    }

    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall> {
        match &subject.claim_names.roles {
            // If the entity has roles itself, they come from its store, so no token can be without them.
            Some(roles) if !subject.entity.has_roles() => {
                self.0
                    .shortfalls(Self::ARGUMENT, roles.claim(), |names| roles.value(names))
            }
            Some(_) | None => Vec::new(),
        }
    }

    fn is_decided_by(&self, entity: EntityRef) -> bool {
        entity.has_roles()
    }
}

/// Returns a problem if callers of an accepted entity type cannot have roles: the entity type has no roles itself
/// and no claim with roles is configured for its tokens, or it has roles itself and the `claims_only` route does
/// not load the entity.
///
/// If the route names no entity, it is enough that the callers of one entity type can have roles: the route refuses
/// the callers of the other types. A `claims_only` route cannot accept a type that has roles itself, even then.
fn without_source(route: &Restricted<'_>) -> Option<RequirementProblem> {
    let mut callers = route.callers.iter();
    if let Some(entity) = callers.find(|entity| entity.has_roles())
        && route.claims_only
    {
        return Some(RequirementProblem::UnloadedRoles {
            handler: route.handler.clone(),
            entity: entity.type_name(),
        });
    }
    let callers = route.callers.iter().copied();
    let (with_roles, without): (Vec<_>, Vec<_>) =
        callers.partition(|entity| entity.has_roles() || route.claims.have_roles(*entity));
    // A route that names no entity is meant for the entities with roles, if there are any. All others are refused.
    let is_meant = route.names_callers || with_roles.is_empty();
    (is_meant && !without.is_empty()).then(|| RequirementProblem::NoRoles {
        handler: route.handler.clone(),
        entities: EntityRef::type_names(&without),
    })
}

struct RoleCheck {
    roles: NameSets,
    /// The slot of the claim with the roles: the index of the claim's value among the values that the guard reads
    /// from a token. `None` if all slots are taken. The slot has no value if no claim with roles is configured for
    /// the token's signer.
    claim: Option<ClaimSlot>,
}

impl Check for RoleCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault> {
        if presented.entity.has_roles() {
            return Ok(());
        }
        let roles = presented.claim_names.roles.as_ref();
        let roles = roles.ok_or(ClaimFault::Absent)?;
        let claim = self.claim.and_then(|slot| presented.claims.get(slot));
        let json = roles.find(claim.ok_or(ClaimFault::Absent)?)?;
        if self.roles.is_met_by(|role| roles.has(json, role)) {
            Ok(())
        } else if roles.is_typed(json) {
            Err(ClaimFault::OtherValue)
        } else {
            Err(ClaimFault::OtherType)
        }
    }

    fn is_met_by_caller(&self, caller: &Caller) -> bool {
        let table = caller.table;
        if !table.has_roles() {
            return true;
        }
        self.roles.is_met_by(|role| {
            let entity = caller.entity.as_deref();
            entity.is_some_and(|entity| table.has_role(entity, role))
        })
    }

    fn awaits_predicate(&self) -> bool {
        false
    }

    fn unmet(&self, fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientScope,
            code: code(fault),
            challenge: None,
        }
    }
}

/// Returns the code of the refusal in the log. `no_roles` and `wrong_roles_type` point to a wrong configuration of
/// the issuer or of the claim's name, and `missing_role` to a caller without the roles.
const fn code(fault: Option<ClaimFault>) -> &'static str {
    match fault {
        Some(ClaimFault::Absent) => "no_roles",
        Some(ClaimFault::OtherType) => "wrong_roles_type",
        Some(ClaimFault::OtherValue) | None => "missing_role",
    }
}
