//! The requirement `fresh = "15m"`: the last login of the caller was at most this long ago.

use std::sync::Arc;

use http::HeaderValue;
use serde_json::Value;

use super::{
    Check, ClaimFault, Column, Kind, Malformed, Presented, RENAME_KEY, Requirement, Restricted,
    RouteClaim, Setting, Shortfall, Subject, TokenClaims, Unmet,
};
use crate::{
    duration::Seconds,
    entity::{Caller, EntityRef},
    jwt::claims::{AUTH_TIME, ClaimSlot, NumericDate, TableIndex},
    policy::lock::Words,
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// Returns the requirement that the caller logged in at most `seconds` seconds ago.
#[must_use]
pub fn fresh(seconds: u64) -> Requirement {
    Fresh(Seconds::new(seconds)).into()
}

/// The requirement that the time of the caller's last login, the claim `auth_time`, is at most this long ago
/// ([RFC 9470, section 6.1]).
///
/// [RFC 9470, section 6.1]: https://www.rfc-editor.org/rfc/rfc9470#section-6.1
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Fresh(Seconds);

impl Fresh {
    /// Returns the challenge (the `WWW-Authenticate` header) for callers whose login is too old. It states the
    /// accepted age as `max_age`, in seconds ([RFC 9470, section 3]).
    ///
    /// [RFC 9470, section 3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
    fn challenge(&self, setting: &Setting<'_>) -> Option<Arc<HeaderValue>> {
        let kind = RejectionKind::InsufficientUserAuthentication;
        setting.challenge(kind, "max_age", &self.0.as_u64().to_string())
    }

    fn seconds(&self) -> i64 {
        i64::try_from(self.0.as_u64()).unwrap_or(i64::MAX)
    }
}

impl Kind for Fresh {
    const ARGUMENT: &'static str = "fresh";
    const FIXED_CLAIM: Option<&'static str> = Some(AUTH_TIME);

    fn words(&self) -> Vec<String> {
        vec![format!("{} {}", Self::ARGUMENT, self.0)]
    }

    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed> {
        let Some(text) = words.take(Self::ARGUMENT) else {
            return Ok(None);
        };
        let seconds = Seconds::parse(text).ok_or(Malformed)?;
        Ok(Some(Self(seconds)))
    }

    fn json(&self) -> Value {
        self.0.as_u64().into()
    }

    fn of_json(value: &Value) -> Option<Self> {
        Some(Self(Seconds::new(value.as_u64()?)))
    }

    fn narrow(&mut self, other: Self) {
        self.0 = self.0.min(other.0);
    }

    fn implies(&self, other: &Self) -> bool {
        self.0 <= other.0
    }

    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        let in_the_way = route.key_in_the_way(AUTH_TIME, RENAME_KEY);
        in_the_way.into_iter().collect()
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(FreshCheck {
            seconds: self.seconds(),
            claim: setting.claim(RouteClaim::Named(AUTH_TIME)),
            challenge: self.challenge(setting),
        })
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        true
    }

    fn column() -> Option<Column> {
        Some(Column {
            head: "stale",
            words: "with a login that is too old",
            opens: "a recent login is not needed here",
            refused: RejectionKind::InsufficientUserAuthentication,
        })
    }

    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims) {
        claims.insert(AUTH_TIME.to_owned(), subject.now.into());
    }

    fn is_met_by(&self, _subject: &Subject<'_>) -> bool {
        true
    }

    /// Returns two changes to a token for the test matrix, which calls every route with every kind of caller. After
    /// either change, the token does not meet the requirement: its login is one second too old, or has no time.
    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall> {
        let too_old = subject.now.saturating_sub(self.seconds()).saturating_sub(1);
        let logins = [
            (Some(too_old.into()), "with a login that is too old"),
            (None, "with a token that tells no login"),
        ];
        let shortfalls = logins.into_iter().map(|(value, words)| Shortfall {
            claim: AUTH_TIME.to_owned(),
            value,
            words: words.to_owned(),
        });
        shortfalls.collect()
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self(Seconds::new(900))
    }
}

struct FreshCheck {
    seconds: i64,
    claim: Option<ClaimSlot>,
    challenge: Option<Arc<HeaderValue>>,
}

impl Check for FreshCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    /// Checks that the login (the claim `auth_time`) is not longer ago than the requirement accepts, as OpenID
    /// Connect defines `max_age` ([OpenID Connect Core, section 3.1.2.1]), and at most the leeway after now. The
    /// leeway does not extend the accepted age.
    ///
    /// [OpenID Connect Core, section 3.1.2.1]: https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest
    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault> {
        let claim = self.claim.and_then(|slot| presented.claims.get(slot));
        let login: Option<NumericDate> = claim.and_then(|json| serde_json::from_str(json).ok());
        let latest = presented.now.saturating_add(presented.leeway);
        let earliest = presented.now.saturating_sub(self.seconds);
        let is_recent = |login: NumericDate| (earliest..=latest).contains(&login.as_unix());
        ClaimFault::unless(login.is_some_and(is_recent))
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
            code: "not_fresh",
            challenge: self.challenge.as_ref(),
        }
    }
}
