//! The requirement `factor = ["pwd", "otp"]`: the caller has logged in with these authentication methods.

use super::{
    Check, ClaimFault, Column, Kind, Presented, RENAME_KEY, Requirement, Restricted, RouteClaim,
    Setting, Shortfall, Subject, TokenClaims, Unmet,
    claimed::holds,
    names::{NameSets, Names, kind_of_names, sorted},
    scope::is_scope_token,
};
use crate::{
    entity::{Caller, EntityRef},
    jwt::claims::{ClaimSlot, TableIndex},
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// The name of the claim with the authentication methods of the login ([RFC 8176, section 1];
/// [OpenID Connect Core, section 2]).
///
/// [RFC 8176, section 1]: https://www.rfc-editor.org/rfc/rfc8176#section-1
/// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
const CLAIM: &str = "amr";

/// Returns the name of one authentication method, such as `otp`. An attribute's expansion calls this function for
/// each method in the attribute: a string, a constant or an enum variant.
pub fn factor<F: AsRef<str> + ?Sized>(factor: &'static F) -> &'static str {
    factor.as_ref()
}

/// Returns the requirement that a token's claim `amr` has all of these authentication methods, or at least one
/// (`Names::Any`).
#[must_use]
pub fn factors(names: Names) -> Requirement {
    Factor(names.into()).into()
}

/// The requirement that the token's claim `amr` has the listed authentication methods: all methods of a list, or
/// at least one method of an `any(..)`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Factor(NameSets);

impl Kind for Factor {
    const ARGUMENT: &'static str = "factor";
    const FIXED_CLAIM: Option<&'static str> = Some(CLAIM);

    kind_of_names!();

    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        let handler = &route.handler;
        let empty = self.0.empty(handler, Self::ARGUMENT);
        let odd = self.0.names().find(|factor| !is_scope_token(factor));
        let odd = odd.map(|factor| RequirementProblem::InvalidName {
            handler: handler.clone(),
            argument: Self::ARGUMENT,
            name: factor.clone(),
            example: "otp",
        });
        let in_the_way = route.key_in_the_way(CLAIM, RENAME_KEY);
        [empty, odd, in_the_way].into_iter().flatten().collect()
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(FactorCheck {
            claim: setting.claim(RouteClaim::Named(CLAIM)),
            factors: self.0.clone(),
        })
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        true
    }

    fn column() -> Option<Column> {
        Some(Column {
            head: "no factor",
            words: "without an authentication factor",
            opens: "this authentication factor is not needed here",
            refused: RejectionKind::InsufficientUserAuthentication,
        })
    }

    fn grant(&self, _subject: &Subject<'_>, claims: &mut TokenClaims) {
        let names = sorted(self.0.names().cloned());
        claims.insert(CLAIM.to_owned(), names.into());
    }

    fn is_met_by(&self, _subject: &Subject<'_>) -> bool {
        true
    }

    fn shortfalls(&self, _subject: &Subject<'_>) -> Vec<Shortfall> {
        self.0
            .shortfalls(Self::ARGUMENT, CLAIM, |names| names.to_vec().into())
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }
}

struct FactorCheck {
    factors: NameSets,
    claim: Option<ClaimSlot>,
}

impl Check for FactorCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    /// Checks that the claim `amr`, an array of strings, has the required authentication methods. A claim of
    /// another JSON type counts as one without methods.
    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault> {
        let claim = self.claim.and_then(|slot| presented.claims.get(slot));
        let has = |factor: &str| holds(claim, |_| false, |method| method == factor);
        ClaimFault::unless(self.factors.is_met_by(has))
    }

    fn is_met_by_caller(&self, _caller: &Caller) -> bool {
        true
    }

    fn awaits_predicate(&self) -> bool {
        false
    }

    /// Returns the refusal of a caller without the authentication methods. The challenge (the `WWW-Authenticate`
    /// header) does not list the methods, because RFC 9470 defines no parameter for them.
    fn unmet(&self, _fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientUserAuthentication,
            code: "missing_factor",
            challenge: None,
        }
    }
}
