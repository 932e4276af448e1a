//! The requirement `acr = any("aal2", "aal3")`: the caller has logged in at one of these authentication levels.

use std::sync::Arc;

use http::HeaderValue;

use super::{
    Check, ClaimFault, Column, Kind, Presented, RENAME_KEY, Requirement, Restricted, RouteClaim,
    Setting, Shortfall, Subject, TokenClaims, Unmet,
    names::{NameSets, Names, kind_of_names, sorted},
    scope::is_scope_token,
};
use crate::{
    entity::{Caller, EntityRef},
    jwt::{
        claims::{ClaimSlot, TableIndex},
        token::Text,
    },
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// The name of the claim with the authentication level of the login ([OpenID Connect Core, section 2]).
///
/// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
const CLAIM: &str = "acr";

/// Returns the name of one authentication level, such as `aal2`. An attribute's expansion calls this function for
/// each level in the attribute: a string, a constant or an enum variant.
pub fn acr<L: AsRef<str> + ?Sized>(level: &'static L) -> &'static str {
    level.as_ref()
}

/// Returns the requirement that a token has one of these authentication levels.
#[must_use]
pub fn acrs(names: Names) -> Requirement {
    Acr(names.into()).into()
}

/// The requirement that the token's claim `acr` is one of the accepted authentication levels.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Acr(NameSets);

impl Acr {
    /// Returns the challenge (the `WWW-Authenticate` header) for callers with another authentication level. It
    /// lists the accepted levels as `acr_values` ([RFC 9470, section 3]).
    ///
    /// [RFC 9470, section 3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
    fn challenge(&self, setting: &Setting<'_>) -> Option<Arc<HeaderValue>> {
        let kind = RejectionKind::InsufficientUserAuthentication;
        let levels = sorted(self.0.names().cloned()).join(" ");
        setting.challenge(kind, "acr_values", &levels)
    }

    /// Returns an authentication level that meets the requirement alone. Returns `None` if there is no such level,
    /// because no level is listed, or because the handler and the `defaults!` of its module have no level in common.
    fn sufficient(&self) -> Option<&String> {
        self.0
            .names()
            .find(|level| self.0.is_met_by(|name| name == *level))
    }
}

impl Kind for Acr {
    const ARGUMENT: &'static str = "acr";
    const FIXED_CLAIM: Option<&'static str> = Some(CLAIM);

    kind_of_names!();

    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        let handler = &route.handler;
        let empty = self.0.empty(handler, Self::ARGUMENT);
        let odd = self.0.names().find(|level| !is_scope_token(level));
        let odd = odd.map(|level| RequirementProblem::InvalidName {
            handler: handler.clone(),
            argument: Self::ARGUMENT,
            name: level.clone(),
            example: "aal2",
        });
        // A handler and the defaults of its module may have no level in common, and a token has only one level.
        let unmeetable = self.sufficient().is_none() && empty.is_none();
        let unmeetable = unmeetable.then(|| RequirementProblem::UnmeetableRequirement {
            handler: handler.clone(),
            requirement: self.words().join(", "),
        });
        let in_the_way = route.key_in_the_way(CLAIM, RENAME_KEY);
        let problems = [empty, odd, unmeetable, in_the_way];
        problems.into_iter().flatten().collect()
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(AcrCheck {
            claim: setting.claim(RouteClaim::Named(CLAIM)),
            challenge: self.challenge(setting),
            levels: self.0.clone(),
        })
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        true
    }

    fn column() -> Option<Column> {
        Some(Column {
            head: "no acr",
            words: "without the authentication level",
            opens: "this authentication level is not needed here",
            refused: RejectionKind::InsufficientUserAuthentication,
        })
    }

    fn grant(&self, _subject: &Subject<'_>, claims: &mut TokenClaims) {
        if let Some(level) = self.sufficient() {
            claims.insert(CLAIM.to_owned(), level.as_str().into());
        }
    }

    fn is_met_by(&self, _subject: &Subject<'_>) -> bool {
        true
    }

    /// Returns two changes to a token for the test matrix, which calls every route with every kind of caller. After
    /// either change, the token does not meet the requirement: its level is not accepted, or it has no level.
    fn shortfalls(&self, _subject: &Subject<'_>) -> Vec<Shortfall> {
        let longest = self.0.names().max_by_key(|level| level.len());
        let other = longest.map(|level| format!("{level}-").into());
        let levels = [
            (other, "with another authentication level"),
            (None, "with a token that tells no authentication level"),
        ];
        let shortfalls = levels.into_iter().map(|(value, words)| Shortfall {
            claim: CLAIM.to_owned(),
            value,
            words: words.to_owned(),
        });
        shortfalls.collect()
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }
}

struct AcrCheck {
    levels: NameSets,
    claim: Option<ClaimSlot>,
    challenge: Option<Arc<HeaderValue>>,
}

impl Check for AcrCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault> {
        let claim = self.claim.and_then(|slot| presented.claims.get(slot));
        let level: Option<Text<'_>> = claim.and_then(|json| serde_json::from_str(json).ok());
        let is_met = |Text(level): Text<'_>| self.levels.is_met_by(|name| name == level);
        ClaimFault::unless(level.is_some_and(is_met))
    }

    fn is_met_by_caller(&self, _caller: &Caller) -> bool {
        true
    }

    fn awaits_predicate(&self) -> bool {
        false
    }

    fn unmet(&self, _fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientUserAuthentication,
            code: "missing_acr",
            challenge: self.challenge.as_ref(),
        }
    }
}
