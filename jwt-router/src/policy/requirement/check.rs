//! How a requirement is checked at run time.

use http::HeaderValue;

use crate::{
    entity::{Caller, EntityRef, EntityRegistry},
    jwt::claims::{ClaimSlot, ClaimValues, RequiredClaims, TableIndex},
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// Checks one requirement of one route, at each moment of a request at which more is known.
///
/// A requirement is met when it is met at every moment. Each method therefore answers `true` where its
/// moment tells nothing about the requirement.
pub(crate) trait Check: Send + Sync {
    /// Returns whether tokens of this table may come to the route at all.
    ///
    /// This is the one check whose refusal comes before the entity is loaded.
    fn admits(&self, table: TableIndex) -> bool;

    /// Returns whether the claims of a verified token meet the requirement.
    ///
    /// The answer is needed before the entity is loaded, since the claims are borrowed from the request.
    /// A refusal comes after the load: the token of an entity that does not exist is answered with 401.
    fn is_met_by_claims(&self, presented: &Presented<'_>) -> bool;

    /// Returns whether the caller, whose entity is loaded by now unless the route loads none, meets the
    /// requirement.
    fn is_met_by_caller(&self, caller: &Caller) -> bool;

    /// Returns whether the route's predicate decides, which runs last and in the endpoint.
    fn awaits_predicate(&self) -> bool;

    /// Returns the refusal of a caller who does not meet the requirement.
    fn unmet(&self) -> Unmet<'_>;
}

/// What a verified token says, as far as requirements read it.
pub(crate) struct Presented<'c> {
    pub(crate) entity: EntityRef,
    pub(crate) claims: &'c ClaimValues<'c>,
    /// The time of the request, in seconds since 1970.
    pub(crate) now: i64,
}

/// The refusal of a caller who does not meet a requirement.
pub(crate) struct Unmet<'u> {
    pub(crate) kind: RejectionKind,
    /// The reason in the log.
    pub(crate) code: &'static str,
    /// The route's own challenge, where it says more than the kind's.
    pub(crate) challenge: Option<&'u HeaderValue>,
}

/// What a requirement needs to know of the application to make its check.
pub(crate) struct Setting<'s> {
    pub(crate) claim_names: &'s ClaimNames,
    pub(crate) entities: &'s EntityRegistry,
    /// How far the clocks may differ, in seconds.
    pub(crate) leeway: i64,
    /// The claims that the route reads; each requirement adds its own.
    pub(crate) required: &'s mut RequiredClaims,
}

impl Setting<'_> {
    /// Returns where the value of this claim will be found.
    pub(super) fn claim(&mut self, name: &str) -> Option<ClaimSlot> {
        self.required.add(name)
    }
}
