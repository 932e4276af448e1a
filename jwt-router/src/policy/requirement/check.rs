//! The checks of requirements: each decides for a request whether the caller meets one requirement of the route.

use std::sync::Arc;

use http::HeaderValue;

use super::{ClaimFault, RouteClaim, RouteClaims};
use crate::{
    entity::{Caller, EntityRef, EntityRegistry},
    jwt::claims::{ClaimSlot, ClaimValues, TableIndex},
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// The check of one requirement of one route. The guard calls it for each request.
///
/// The guard calls the first three methods in their order, as it learns more about the caller: the entity's type
/// (the token's table), the token's claims, the loaded entity. A caller meets the requirement if all three return
/// `true` or `Ok`. A method whose input does not concern the requirement therefore returns `true` or `Ok`. If
/// [`awaits_predicate`](Self::awaits_predicate) returns `true`, the route's predicate has to let in the caller too.
pub(crate) trait Check: Send + Sync {
    /// Returns whether the route accepts tokens of this table (the name of an entity's type in tokens).
    ///
    /// If this method returns `false`, the guard refuses the request before it loads the entity. The other methods
    /// lead to a refusal only after the entity is loaded.
    fn admits(&self, table: TableIndex) -> bool;

    /// Checks that the claims of a verified token meet the requirement.
    ///
    /// The guard calls this method before it loads the entity, because the claims borrow from the request. The
    /// guard refuses the request only after loading, so that the token of a deleted entity gets 401, even if its
    /// claims do not meet the requirement.
    ///
    /// # Errors
    ///
    /// Returns the fault of the claims if they do not meet the requirement.
    fn check_claims(&self, presented: &Presented<'_>) -> Result<(), ClaimFault>;

    /// Returns whether the caller meets the requirement, as far as this depends on the loaded entity; `true` for a
    /// requirement that reads only claims. On a `claims_only` route, the caller has no loaded entity.
    fn is_met_by_caller(&self, caller: &Caller) -> bool;

    /// Returns whether the route's predicate (the function of `guard = ..`) decides about this requirement. If so,
    /// the endpoint calls the predicate after all checks.
    fn awaits_predicate(&self) -> bool;

    /// Returns the details of the refusal for a caller who does not meet the requirement. `fault` is the error of
    /// [`check_claims`](Self::check_claims), or `None` if the claims are not the reason.
    fn unmet(&self, fault: Option<ClaimFault>) -> Unmet<'_>;
}

/// The parts of a verified token that requirements read.
pub(crate) struct Presented<'c> {
    pub(crate) entity: EntityRef,
    pub(crate) claims: &'c ClaimValues<'c>,
    /// The names of the claims with scopes and roles, in tokens of the signer of this token.
    pub(crate) claim_names: &'c ClaimNames,
    /// The time of the request, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
    /// The tolerated difference between the clocks of this machine and of the token's signer, in seconds.
    pub(crate) leeway: i64,
}

/// The details of a refusal, for a caller who does not meet a requirement.
pub(crate) struct Unmet<'u> {
    pub(crate) kind: RejectionKind,
    /// The code that names the reason of the refusal in the log, such as `missing_role`.
    pub(crate) code: &'static str,
    /// The challenge (the `WWW-Authenticate` header) with details of this route, such as its scopes; `None` if the
    /// response has the same challenge as all refusals of this `kind`.
    pub(crate) challenge: Option<&'u Arc<HeaderValue>>,
}

/// The parts of an application that a requirement needs when it creates its [`Check`] at start-up.
pub(crate) struct Setting<'s> {
    /// The scheme of the application's challenges (`WWW-Authenticate`), such as `Bearer`.
    pub(crate) scheme: &'s str,
    pub(crate) entities: &'s EntityRegistry,
    /// The claims that the guard of this route reads from each token. Each requirement adds the claim that its
    /// check reads.
    pub(crate) claims: &'s mut RouteClaims,
}

impl Setting<'_> {
    /// Returns the challenge (the `WWW-Authenticate` header) of a refusal of this kind, with a further parameter
    /// such as `scope="posts:read"`. Returns `None` if the kind has no challenge, or if a header cannot contain
    /// `value`.
    pub(super) fn challenge(
        &self,
        kind: RejectionKind,
        name: &str,
        value: &str,
    ) -> Option<Arc<HeaderValue>> {
        let challenge = kind.challenge_of(self.scheme)?;
        let challenge = HeaderValue::try_from(format!("{challenge}, {name}=\"{value}\""));
        challenge.ok().map(Arc::new)
    }

    /// Adds a claim to the claims that the guard reads from each token, and returns its slot: the index at which the
    /// check finds the claim's value. Returns `None` if all slots are taken; the check then treats the claim as missing
    /// from every token.
    pub(super) fn claim(&mut self, claim: RouteClaim) -> Option<ClaimSlot> {
        self.claims.add(claim)
    }
}
