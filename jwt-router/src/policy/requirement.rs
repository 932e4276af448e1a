//! What a route demands of a caller beside a good token: roles, scopes, a recent login.

use std::time::Duration;

use crate::policy::EntityRef;

/// A role, as a type of yours: `role = Role::Admin` takes it, and so does what an entity says of
/// its roles.
///
/// Texts are roles too. An enum is better: a role that does not exist is then a compile error.
///
/// # Examples
///
/// ```
/// use jwt_router::RoleName;
///
/// enum Role { Admin, Editor }
///
/// impl RoleName for Role {
///     fn name(&self) -> &str {
///         match self {
///             Self::Admin => "admin",
///             Self::Editor => "editor",
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a role",
    label = "does not implement `RoleName`",
    note = "write a string, `role = \"admin\"`, or `impl jwt_router::RoleName for {Self}`"
)]
pub trait RoleName {
    /// The role, as tokens and tables have it.
    fn name(&self) -> &str;
}

/// A scope ([RFC 6749, section 3.3]), as a type of yours: `scope = Scope::ReadPosts` takes it.
///
/// Texts are scopes too. An enum is better: a scope that does not exist is then a compile error.
///
/// # Examples
///
/// ```
/// use jwt_router::ScopeName;
///
/// struct ReadPosts;
///
/// impl ScopeName for ReadPosts {
///     fn name(&self) -> &str { "posts:read" }
/// }
/// ```
///
/// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scope",
    label = "does not implement `ScopeName`",
    note = "write a string, `scope = \"posts:read\"`, or `impl jwt_router::ScopeName for {Self}`"
)]
pub trait ScopeName {
    /// The scope, as the claim `scope` has it.
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

#[diagnostic::do_not_recommend]
impl ScopeName for str {
    fn name(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl ScopeName for String {
    fn name(&self) -> &str {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: ScopeName + ?Sized> ScopeName for &T {
    fn name(&self) -> &str {
        T::name(self)
    }
}

/// The names that a requirement lists, as the macro writes them: a constant cannot call a trait's
/// method, so it holds what calls it at start-up.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "no part of the public API: expansions name it"
)]
pub enum Names {
    /// The caller has to have all of them.
    All(&'static [fn() -> &'static str]),
    /// One of them will do.
    Any(&'static [fn() -> &'static str]),
}

/// What `role`, `scope`, `fresh` and `guard` of an attribute said.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequirementsMeta {
    pub(crate) roles: Option<Names>,
    pub(crate) scopes: Option<Names>,
    /// How long ago the caller may have logged in.
    pub(crate) fresh: Option<Duration>,
    /// The predicate's path, as the attribute has it.
    pub(crate) guard: Option<&'static str>,
}

impl RequirementsMeta {
    pub(crate) const NONE: Self = Self {
        roles: None,
        scopes: None,
        fresh: None,
        guard: None,
    };

    /// Adds a requirement, unless it is of the entity.
    pub(crate) fn add(&mut self, requirement: Requirement) {
        match requirement {
            Requirement::Entity(_) => {}
            Requirement::Roles(roles) => self.roles = Some(roles),
            Requirement::Scopes(scopes) => self.scopes = Some(scopes),
            Requirement::Fresh(fresh) => self.fresh = Some(fresh),
            Requirement::Predicate(path) => self.guard = Some(path),
        }
    }
}

/// One requirement, as an expansion has it.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "no part of the public API: expansions name it"
)]
pub enum Requirement {
    /// The token is of this entity.
    Entity(EntityRef),
    /// The caller has these roles.
    Roles(Names),
    /// The token has these scopes.
    Scopes(Names),
    /// The caller logged in at most this long ago.
    Fresh(Duration),
    /// The predicate at this path lets the caller in.
    Predicate(&'static str),
}

/// Requires a token of one of these entities.
///
/// # Panics
///
/// Panics if there is no entity: an expansion names one or more.
#[must_use]
pub fn entity(entities: &[EntityRef]) -> Requirement {
    match entities {
        [first, ..] => Requirement::Entity(*first),
        [] => unreachable!("an expansion names one entity or more"),
    }
}

/// Requires these roles of the caller.
#[must_use]
pub const fn roles(names: Names) -> Requirement {
    Requirement::Roles(names)
}

/// Requires these scopes of the token.
#[must_use]
pub const fn scopes(names: Names) -> Requirement {
    Requirement::Scopes(names)
}

/// Requires a login at most so many seconds ago.
#[must_use]
pub const fn fresh(seconds: u64) -> Requirement {
    Requirement::Fresh(Duration::from_secs(seconds))
}

/// Requires that the predicate at this path lets the caller in.
#[must_use]
pub const fn predicate(path: &'static str) -> Requirement {
    Requirement::Predicate(path)
}

/// Whether a text is a `scope-token` ([RFC 6749, section 3.3]).
///
/// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
pub(crate) fn is_scope_token(text: &str) -> bool {
    let is_in_token = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !text.is_empty() && text.bytes().all(is_in_token)
}
