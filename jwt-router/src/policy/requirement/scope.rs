//! The requirement `scope = "posts:read"`: the token has these scopes.

use std::sync::Arc;

use http::HeaderValue;
use serde_json::Value;

use super::{
    Check, ClaimFault, Column, Kind, Presented, Requirement, Restricted, RouteClaim, Setting,
    Shortfall, Subject, TokenClaims, Unmet,
    claimed::{holds, is_text_or_list},
    names::{NameSets, Names, kind_of_names, sorted},
};
use crate::{
    entity::{Caller, EntityRef},
    jwt::claims::{ClaimSlot, TableIndex},
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// A type whose values are scopes ([RFC 6749, section 3.3]), for the argument `scope = Scope::ReadPosts`.
///
/// Strings implement this trait too. An enum with `#[derive(ScopeName)]` turns a misspelled scope into a compile
/// error.
///
/// # Examples
///
/// ```
/// use jwt_router::ScopeName;
///
/// #[derive(ScopeName)]
/// enum Scope {
///     #[name = "posts:read"]
///     ReadPosts,
/// }
///
/// assert_eq!(Scope::ReadPosts.name(), "posts:read");
/// ```
///
/// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a scope",
    label = "does not implement `ScopeName`",
    note = "write a string, `scope = \"posts:read\"`, or a variant of an enum with `#[derive(ScopeName)]`"
)]
pub trait ScopeName {
    /// Returns the scope's name as the claim `scope` contains it.
    fn name(&self) -> &str;
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

/// Returns whether the text is a valid scope, a `scope-token` as defined in [RFC 6749, section 3.3].
///
/// [RFC 6749, section 3.3]: https://www.rfc-editor.org/rfc/rfc6749#section-3.3
pub(crate) fn is_scope_token(text: &str) -> bool {
    let is_in_token = |byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    !text.is_empty() && text.bytes().all(is_in_token)
}

/// Returns the name of one scope in an attribute. The attribute's expansion calls this function for each scope.
pub fn scope<S: ScopeName + ?Sized>(scope: &'static S) -> &'static str {
    scope.name()
}

/// Returns the requirement that a token has these scopes: all of them, or at least one of them for `any(..)`.
#[must_use]
pub fn scopes(names: Names) -> Requirement {
    Scope(names.into()).into()
}

/// The requirement that the token has all listed scopes, and at least one scope of each `any(..)` list.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Scope(NameSets);

impl Scope {
    /// Returns the challenge (the `WWW-Authenticate` header) for a token without the required scopes. The
    /// challenge lists all scopes of the requirement, even where one of them is enough ([RFC 6750, section 3]).
    /// Returns `None` if there are no scopes, or if a header cannot contain them.
    ///
    /// [RFC 6750, section 3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
    fn challenge(&self, setting: &Setting<'_>) -> Option<Arc<HeaderValue>> {
        let names = sorted(self.0.names().cloned());
        if names.is_empty() {
            return None;
        }
        setting.challenge(RejectionKind::InsufficientScope, "scope", &names.join(" "))
    }
}

#[cfg(test)]
impl Scope {
    pub(super) const fn of(names: NameSets) -> Self {
        Self(names)
    }
}

impl Kind for Scope {
    const ARGUMENT: &'static str = "scope";
    const FIXED_CLAIM: Option<&'static str> = None;

    kind_of_names!();

    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        let handler = &route.handler;
        let mut problems: Vec<RequirementProblem> =
            self.0.empty(handler, Self::ARGUMENT).into_iter().collect();
        let bad = self.0.names().filter(|scope| !is_scope_token(scope));
        problems.extend(bad.map(|scope| RequirementProblem::InvalidName {
            handler: handler.clone(),
            argument: Self::ARGUMENT,
            name: scope.clone(),
            example: "posts:read",
        }));
        let advice = "give the claim another name with `.scope_claim(..)`, or the key";
        if let Some(scope) = &route.claims.own.scope {
            problems.extend(route.key_in_the_way(scope, advice));
        }
        problems.extend(without_source(route));
        problems
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(ScopeCheck {
            claim: setting.claim(RouteClaim::Scope),
            challenge: self.challenge(setting),
            scopes: self.0.clone(),
        })
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        true
    }

    fn column() -> Option<Column> {
        Some(Column {
            head: "no scope",
            words: "without a scope",
            opens: "this scope is not needed here",
            refused: RejectionKind::InsufficientScope,
        })
    }

    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims) {
        if let Some(scope) = &subject.claim_names.scope {
            let names = sorted(self.0.names().cloned());
            claims.insert(scope.to_string(), value(&names));
        }
    }

    fn is_met_by(&self, subject: &Subject<'_>) -> bool {
        subject.claim_names.scope.is_some()
    }

    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall> {
        let scope = subject.claim_names.scope.as_deref();
        scope.map_or_else(Vec::new, |scope| {
            self.0.shortfalls(Self::ARGUMENT, scope, value)
        })
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }
}

/// Returns a problem if the tokens of an accepted entity cannot have scopes: the application signs no tokens, and
/// no claim with scopes is configured for the issuers that sign the entity's tokens.
///
/// If the route names no entity, it is enough that the tokens of one entity can have scopes: the route refuses the
/// callers of the other entities.
fn without_source(route: &Restricted<'_>) -> Option<RequirementProblem> {
    let callers = route.callers.iter().copied();
    let (with_scopes, without): (Vec<_>, Vec<_>) =
        callers.partition(|entity| route.claims.have_scopes(*entity));
    // A route that names no entity is meant for the entities with scopes, if there are any. All others are refused.
    let is_meant = route.names_callers || with_scopes.is_empty();
    (is_meant && !without.is_empty()).then(|| RequirementProblem::NoScopes {
        handler: route.handler.clone(),
        entities: EntityRef::type_names(&without),
    })
}

/// Returns the value of the claim that holds these scopes in a token: one string, in which spaces separate the
/// scopes ([RFC 8693, section 4.2]).
///
/// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
fn value(names: &[String]) -> Value {
    names.join(" ").into()
}

struct ScopeCheck {
    scopes: NameSets,
    claim: Option<ClaimSlot>,
    challenge: Option<Arc<HeaderValue>>,
}

impl Check for ScopeCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    /// Checks that the token's scopes meet the requirement. The claim with the scopes is one string, in which
    /// spaces separate the scopes ([RFC 8693, section 4.2]), or an array of strings.
    ///
    /// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault> {
        let claim = self.claim.and_then(|slot| presented.claims.get(slot));
        let is_met = self.scopes.is_met_by(|scope| {
            let is_in = |text: &str| text.split(' ').any(|known| known == scope);
            holds(claim, is_in, |known| known == scope)
        });
        match claim {
            _ if is_met => Ok(()),
            None => Err(ClaimFault::Absent),
            Some(json) if is_text_or_list(json) => Err(ClaimFault::OtherValue),
            Some(_) => Err(ClaimFault::OtherType),
        }
    }

    fn is_met_by_caller(&self, _caller: &Caller) -> bool {
        true
    }

    fn awaits_predicate(&self) -> bool {
        false
    }

    fn unmet(&self, fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientScope,
            code: code(fault),
            challenge: self.challenge.as_ref(),
        }
    }
}

/// Returns the code of the refusal in the log. `no_scopes` and `wrong_scopes_type` point to a wrong configuration
/// of the issuer or of the claim's name, and `missing_scope` to a caller without the scopes.
const fn code(fault: Option<ClaimFault>) -> &'static str {
    match fault {
        Some(ClaimFault::Absent) => "no_scopes",
        Some(ClaimFault::OtherType) => "wrong_scopes_type",
        Some(ClaimFault::OtherValue) | None => "missing_scope",
    }
}
