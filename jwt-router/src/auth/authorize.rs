//! Decides whether a caller may call a route; no other module does.
//!
//! A request is judged at four moments, each with more information: the table of its token, the token's claims,
//! the loaded entity, and the verdict of the route's predicate. Every check is evaluated at every moment.

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

/// The claims of a verified token, of the application's own or of an authenticator's.
pub(crate) struct Verified<'v> {
    pub(crate) claims: &'v Claims<'v>,
    pub(crate) origin: TokenOrigin,
    /// The token, for arguments that read its claims again; `None` where no argument does.
    pub(crate) token: Option<HeaderValue>,
    /// The time of the request, in seconds since 1970.
    pub(crate) now: i64,
}

/// The verdict on a token's claims: the position of the first check that they do not meet.
///
/// The claims are judged before the entity is loaded, because they borrow from the request. The refusal comes
/// after: a token whose entity does not exist is refused with 401 and never with 403.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimsVerdict(Option<usize>);

impl RouteGuard {
    /// Judges a verified token, and starts to load its entity.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a token whose table the route does not accept, and of a caller who does not meet
    /// a requirement, as far as this is known without waiting.
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

    /// Refuses a token whose table the route does not accept.
    pub(crate) fn check_table(&self, table: TableIndex) -> Result<(), Refusal> {
        match self.checks.iter().find(|check| !check.admits(table)) {
            None => Ok(()),
            Some(check) => Err(Refusal::unmet(&check.unmet())),
        }
    }

    /// Judges the claims of a verified token, and returns the verdict for [`check_caller`](Self::check_caller).
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

    /// Stores the loaded entity in the caller and judges the caller, or refuses when the store has not loaded
    /// one.
    pub(super) fn settle(
        &self,
        caller: &mut Caller,
        answer: LoadResult,
        verdict: ClaimsVerdict,
    ) -> Result<(), Refusal> {
        caller.entity = Some(answer.map_err(Refusal::not_loaded)?);
        self.check_caller(verdict, caller)
    }

    /// Judges a caller by the verdict on the claims and by the loaded entity; on a route with `claims_only`, by
    /// the claims alone.
    ///
    /// The checks are evaluated in their order, so that the refusal is about the first requirement that the
    /// claims or the entity do not meet.
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

    /// Judges a request by the verdict of the endpoint's predicate; `None` means that the endpoint has no
    /// predicate.
    ///
    /// Fails closed: where the policy names a predicate and the endpoint has none, it refuses every request.
    pub(crate) fn check_predicate(&self, verdict: Option<bool>) -> Result<(), Refusal> {
        match verdict {
            Some(true) => Ok(()),
            None if !self.awaits_predicate => Ok(()),
            Some(false) | None => Err(Refusal::PREDICATE),
        }
    }
}
