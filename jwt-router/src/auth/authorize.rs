//! Authorization: decides whether a caller may call a route. No other module decides this.
//!
//! The checks of a route, one for each requirement, are evaluated at four moments of a request, as more information
//! becomes available: when the token's table (the name of the entity's type) is known, when the token's claims are
//! verified, when the entity is loaded, and when the endpoint calls the route's predicate.

use super::{Authentication, CallerName, Pending, Refusal, RouteGuard};
#[cfg(feature = "jwks")]
use crate::entity::Newcomer;
use crate::{
    bounded,
    entity::{Caller, EntityTable, LoadResult, Loading, TokenOrigin},
    jwt::{
        claims::{Claims, TableIndex},
        token::{CompactToken, HeldClaims},
    },
    policy::{
        ClaimNames,
        requirement::{ClaimFault, Presented},
    },
};

/// A verified token of this application or another issuer, with the values that the checks of its claims need.
pub(crate) struct Verified<'v> {
    pub(crate) claims: &'v Claims<'v>,
    pub(crate) origin: TokenOrigin,
    /// The token, if an argument of the handler or predicate may read its claims after the guard is done.
    ///
    /// An owned copy ([`HeldClaims`]) is made only when the [`Caller`] is created. The copy usually is a `HeaderValue`,
    /// whose odd size makes each further move slow.
    pub(crate) held: Option<CompactToken<'v>>,
    /// The names of the claims that hold scopes and roles in the tokens of this token's signer.
    pub(crate) claim_names: &'v ClaimNames,
    /// The time of the request, in seconds since 1970.
    pub(crate) now: i64,
    /// The tolerated difference between the clocks of this machine and of the token's signer, in seconds.
    pub(crate) leeway: i64,
    /// The function that creates the entity if the store does not have it; `None` for own tokens, and for an issuer
    /// that is configured without such a function.
    #[cfg(feature = "jwks")]
    pub(crate) newcomer: Option<Newcomer>,
}

/// The result of checking a token's claims against the route's requirements: the index (in the route's list of checks)
/// of the first check that the claims do not meet, with the reason; `None` if the claims meet every check.
///
/// The claims are checked before the entity is loaded, because they borrow from the request, and the future that loads
/// the entity cannot borrow. The request is refused only after loading, so that the token of a deleted entity gets 401
/// and not 403.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct ClaimsVerdict(Option<(usize, ClaimFault)>);

impl RouteGuard {
    /// Checks a verified token against the route's requirements, and loads the entity that the token names, or starts
    /// to load it.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a token whose entity type the route does not accept, of a token whose entity or session
    /// does not exist, and of a caller who does not meet a requirement, as far as the guard can decide without waiting.
    pub(crate) fn authorize(&self, verified: Verified<'_>) -> Result<Authentication, Refusal> {
        let unknown = || Refusal::invalid_token("unknown_entity");
        let claims = verified.claims;
        let table = self.entities.get(claims.table).ok_or_else(unknown)?;
        // A claim that is not the entity's key, such as an e-mail address, must not reach the log.
        let is_key = verified.origin.key_claim(table.entity.key()).is_some();
        let key = Some(claims.key).filter(|_| is_key);
        let is_typed = |key: &&str| table.entity.is_key(key);
        let name = || CallerName::new(table.entity, key.filter(is_typed));
        let authorized = self.authorize_for(table, verified);
        authorized.map_err(|refusal| refusal.of_caller(name))
    }

    /// Authorizes the caller of a token whose entity type is known: `table` is the registered entity type, with its
    /// store. [`authorize`](Self::authorize) adds the caller's name to the refusals of this method, for the log.
    fn authorize_for(
        &self,
        table: &EntityTable,
        verified: Verified<'_>,
    ) -> Result<Authentication, Refusal> {
        let Verified {
            claims,
            origin,
            held,
            claim_names,
            now,
            leeway,
            #[cfg(feature = "jwks")]
            newcomer,
        } = verified;
        self.check_table(claims.table)?;
        let verdict = self.check_claims(&Presented {
            entity: table.entity,
            claims: &claims.required,
            claim_names,
            now,
            leeway,
        });
        let mut caller = Caller {
            table: table.entity,
            entity: None,
            verified: now,
            expires: claims.expires.as_unix(),
            leeway,
            held: held.map(HeldClaims::of),
            origin,
        };
        if self.claims_only {
            if !caller.origin.is_key(table, claims.key) {
                return Err(Refusal::invalid_token("key_type"));
            }
            self.check_caller(verdict, &caller)?;
            return self.known_in_session(caller, claims);
        }
        let loading = caller.origin.load(table, claims.key, claims.version);
        let loading = loading.ok_or_else(|| Refusal::invalid_token("unknown_entity"))?;
        #[cfg(feature = "jwks")]
        let loading = match newcomer {
            Some(newcomer) => newcomer.or_created(loading, table, &caller.origin, claims.key),
            None => loading,
        };
        let loading = self.in_session(loading, table.entity, &caller.origin, claims)?;
        let loading = self.spending_once(loading, table.entity, claims)?;
        match loading {
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

    /// Refuses a token if the route does not accept its table (the name of the entity's type in tokens).
    pub(crate) fn check_table(&self, table: TableIndex) -> Result<(), Refusal> {
        match self.checks.iter().find(|check| !check.admits(table)) {
            None => Ok(()),
            Some(check) => Err(Refusal::unmet(&check.unmet(None))),
        }
    }

    /// Checks the claims of a verified token, and returns the result, which
    /// [`check_caller`](Self::check_caller) evaluates after the entity is loaded.
    pub(crate) fn check_claims(&self, presented: &Presented<'_>) -> ClaimsVerdict {
        let mut checks = self.checks.iter().enumerate();
        ClaimsVerdict(checks.find_map(|(position, check)| {
            let fault = check.check_claims(presented).err()?;
            Some((position, fault))
        }))
    }

    /// Stores the loaded entity in `caller`, and checks the caller against the route's requirements. Refuses the
    /// request if `answer`, the result of loading, is an error.
    pub(super) fn settle(
        &self,
        caller: &mut Caller,
        answer: LoadResult,
        verdict: ClaimsVerdict,
    ) -> Result<(), Refusal> {
        match answer {
            Ok(entity) => caller.entity = Some(entity),
            Err(reason) => {
                let refusal = Refusal::not_loaded(reason);
                return Err(refusal.of_caller(|| CallerName::of(caller)));
            }
        }
        self.check_caller(verdict, caller)
    }

    /// Refuses a caller who does not meet the route's requirements, given `verdict` (the result of checking the
    /// token's claims) and the loaded entity. On a `claims_only` route, only the claims count.
    ///
    /// The refusal names the first requirement, in the order of the checks, that the claims or the entity do
    /// not meet.
    pub(crate) fn check_caller(
        &self,
        verdict: ClaimsVerdict,
        caller: &Caller,
    ) -> Result<(), Refusal> {
        let ClaimsVerdict(first_unmet) = verdict;
        for (position, check) in self.checks.iter().enumerate() {
            let is_met = bounded::call(|| check.is_met_by_caller(caller)).map_err(|panicked| {
                Refusal::roles_failed(panicked).of_caller(|| CallerName::of(caller))
            })?;
            let fault = first_unmet.filter(|(unmet, _)| *unmet == position);
            let fault = fault.map(|(_, fault)| fault);
            if fault.is_some() || !is_met {
                let refusal = Refusal::unmet(&check.unmet(fault));
                return Err(refusal.of_caller(|| CallerName::of(caller)));
            }
        }
        Ok(())
    }

    /// Refuses the request if the route's policy names a predicate. An endpoint that calls no predicate calls this
    /// method, so that no request is let in without the predicate that its policy names.
    pub(crate) fn check_no_predicate(&self) -> Result<(), Refusal> {
        if self.awaits_predicate {
            return Err(Refusal::PREDICATE);
        }
        Ok(())
    }
}
