//! The checks of requirements at run time.

use http::HeaderValue;

use crate::{
    entity::{Caller, EntityRef, EntityRegistry},
    jwt::claims::{ClaimSlot, ClaimValues, RequiredClaims, TableIndex},
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// The check of one requirement of one route.
///
/// The guard calls the first three methods in their order, as it learns more about the caller: the table of the
/// token, its claims, the entity. A caller meets the requirement if all of them return `true`. A method
/// therefore returns `true` if its input says nothing about the requirement.
pub(crate) trait Check: Send + Sync {
    /// Returns whether the route accepts tokens of this table.
    ///
    /// The guard refuses before it loads the entity; it does so for no other check.
    fn admits(&self, table: TableIndex) -> bool;

    /// Returns whether the claims of a verified token meet the requirement.
    ///
    /// The guard calls this before it loads the entity, since the claims are borrowed from the request, but it
    /// refuses only afterwards: the token of an entity that does not exist is always 401, and never 403.
    fn is_met_by_claims(&self, presented: &Presented<'_>) -> bool;

    /// Returns whether the caller meets the requirement. The entity is loaded, unless the route
    /// is `claims_only`.
    fn is_met_by_caller(&self, caller: &Caller) -> bool;

    /// Returns whether the route's predicate decides about the requirement. The endpoint calls
    /// it after all checks.
    fn awaits_predicate(&self) -> bool;

    /// Returns the refusal of a caller who does not meet the requirement.
    fn unmet(&self) -> Unmet<'_>;
}

/// The parts of a verified token that requirements read.
pub(crate) struct Presented<'c> {
    pub(crate) entity: EntityRef,
    pub(crate) claims: &'c ClaimValues<'c>,
    /// The time of the request, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
}

/// The refusal of a caller who does not meet a requirement.
pub(crate) struct Unmet<'u> {
    pub(crate) kind: RejectionKind,
    /// The code of the refusal in the log.
    pub(crate) code: &'static str,
    /// The challenge of this route; `None` for the challenge of the rejection's kind.
    pub(crate) challenge: Option<&'u HeaderValue>,
}

/// The parts of an application that a requirement needs to make its check.
pub(crate) struct Setting<'s> {
    pub(crate) claim_names: &'s ClaimNames,
    pub(crate) entities: &'s EntityRegistry,
    /// The tolerated difference between clocks, in seconds.
    pub(crate) leeway: i64,
    /// The claims that the guard has to read for this route; each requirement adds its claim.
    pub(crate) required: &'s mut RequiredClaims,
}

impl Setting<'_> {
    /// Reserves a slot for the value of this claim; `None` if all slots are taken, and then no
    /// token has the claim.
    pub(super) fn claim(&mut self, name: &str) -> Option<ClaimSlot> {
        self.required.add(name)
    }
}
