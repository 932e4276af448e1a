//! The one place that judges whether a caller may come to a route.
//!
//! A request passes four moments, at each of which more is known: the table of its token, the token's claims,
//! the loaded entity, and the verdict of the route's predicate. Every check is asked at every moment.

use http::HeaderValue;

use super::{Authentication, Pending, Refusal, RouteGuard};
use crate::{
    bounded,
    entity::{Caller, EntityRef, LoadResult, Loading, TokenOrigin},
    jwt::{
        claims::{ClaimValues, Claims, TableIndex},
        token::HeldClaims,
    },
    policy::requirement::Presented,
};

/// A token that an authenticator has verified.
pub(crate) struct Verified<'v> {
    pub(crate) claims: &'v Claims<'v>,
    pub(crate) origin: TokenOrigin,
    /// The token for the arguments that read its claims again.
    pub(crate) token: Option<HeaderValue>,
    /// The time of the request, in seconds since 1970.
    pub(crate) now: i64,
}

/// The verdict on a token's claims: the position of the first check that they do not meet.
///
/// It is known before the entity is loaded, and a refusal comes after: the token of an entity that does not
/// exist is never answered with 403.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimsVerdict(Option<usize>);

impl RouteGuard {
    /// Judges a verified token, and begins to load its entity.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a token of a table that may not come here, and of a caller who does not meet
    /// a requirement, as far as that is known without waiting.
    pub(crate) fn authorize(&self, verified: Verified<'_>) -> Result<Authentication, Refusal> {
        let Verified {
            claims,
            origin,
            token,
            now,
        } = verified;
        let unknown = || Refusal::invalid_token("unknown_entity");
        let table = self.entities.get(claims.table).ok_or_else(unknown)?;
        self.check_table(claims.table)?;
        let verdict = self.check_claims(table.entity, &claims.required, now);
        let mut caller = Caller {
            table: table.entity,
            entity: None,
            expires: claims.expires.as_unix(),
            token: token.map(HeldClaims::Token),
            origin,
        };
        if self.claims_only {
            if !caller.origin.is_key(table, claims.key) {
                return Err(Refusal::invalid_token("key_type"));
            }
            self.check_caller(verdict, &caller)?;
            return Ok(Authentication::Known(caller));
        }
        match caller.origin.load(table, claims.key).ok_or_else(unknown)? {
            Loading::Ready(loaded) => {
                self.settle(&mut caller, loaded, verdict)?;
                Ok(Authentication::Known(caller))
            }
            Loading::Pending(answer) => Ok(Authentication::Waiting(Pending::Entity {
                caller,
                answer,
                verdict,
            })),
        }
    }

    /// Refuses the tokens of a table that may not come to the route.
    pub(crate) fn check_table(&self, table: TableIndex) -> Result<(), Refusal> {
        match self.checks.iter().find(|check| !check.admits(table)) {
            None => Ok(()),
            Some(check) => Err(Refusal::unmet(&check.unmet())),
        }
    }

    /// Judges the claims of a verified token.
    pub(crate) fn check_claims(
        &self,
        entity: EntityRef,
        claims: &ClaimValues<'_>,
        now: i64,
    ) -> ClaimsVerdict {
        let presented = Presented {
            entity,
            claims,
            now,
        };
        let mut checks = self.checks.iter();
        ClaimsVerdict(checks.position(|check| !check.is_met_by_claims(&presented)))
    }

    /// Takes what the store found, and judges the caller.
    pub(super) fn settle(
        &self,
        caller: &mut Caller,
        answer: LoadResult,
        verdict: ClaimsVerdict,
    ) -> Result<(), Refusal> {
        caller.entity = Some(answer.map_err(Refusal::not_loaded)?);
        self.check_caller(verdict, caller)
    }

    /// Judges a caller whose entity is loaded, unless the route loads none.
    pub(crate) fn check_caller(
        &self,
        verdict: ClaimsVerdict,
        caller: &Caller,
    ) -> Result<(), Refusal> {
        let ClaimsVerdict(first_unmet) = verdict;
        for (position, check) in self.checks.iter().enumerate() {
            let is_met = bounded::call(|| check.is_met_by_caller(caller))
                .map_err(Refusal::application_failed)?;
            if first_unmet == Some(position) || !is_met {
                return Err(Refusal::unmet(&check.unmet()));
            }
        }
        Ok(())
    }

    /// Judges a request by the verdict of the route's predicate; `None` where the endpoint has none.
    ///
    /// A route whose policy names a predicate lets nobody in before that has been asked.
    pub(crate) fn check_predicate(&self, verdict: Option<bool>) -> Result<(), Refusal> {
        match verdict {
            Some(true) => Ok(()),
            None if !self.awaits_predicate => Ok(()),
            Some(false) | None => Err(Refusal::PREDICATE),
        }
    }
}
