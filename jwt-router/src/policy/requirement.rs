//! What a route demands of a caller beside a good token: roles, scopes, a recent login.

use std::time::Duration;

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
}

/// Whether a text is a `scope-token` ([RFC 6749, section 3.3]).
///
/// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
pub(crate) fn is_scope_token(text: &str) -> bool {
    let is_in_token = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !text.is_empty() && text.bytes().all(is_in_token)
}
