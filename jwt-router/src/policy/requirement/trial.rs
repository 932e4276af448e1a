//! Types for the part of a requirement that the test matrix uses: the claims with which a caller meets the
//! requirement, and the changes after which the caller does not. The matrix is a test that calls every route with
//! every kind of caller.

use serde_json::Value;

use crate::{
    entity::{EntityRef, Loaded},
    jwt::sign::Grants,
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// A column of the test matrix, a test that calls every route with every kind of caller. The column is the kind of
/// caller who meets every requirement of a route except one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Column {
    /// The heading of the column in the printed matrix, such as `no role`.
    pub(crate) head: &'static str,
    /// Words that describe the caller's token within a sentence, such as `without a role`.
    pub(crate) words: &'static str,
    /// The text by which the message of the failed test explains that a route lets in such a caller against its
    /// policy, such as `this role is not needed here`.
    pub(crate) opens: &'static str,
    /// The kind of refusal that the callers of this column must get from the guard.
    pub(crate) refused: RejectionKind,
}

/// The claims, by name, that the test matrix adds to a token to meet the requirements of a route, such as `scope`.
pub(crate) type TokenClaims = Grants;

/// A caller of the test matrix, a test that calls every route. The fields are the data by which a requirement
/// decides whether the caller can meet the requirement.
pub(crate) struct Subject<'s> {
    pub(crate) entity: EntityRef,
    /// The caller's entity as the guard loads it; `None` if the route that the matrix calls is `claims_only`, or if
    /// the entity type has no store.
    pub(crate) loaded: Option<&'s Loaded>,
    pub(crate) claim_names: &'s ClaimNames,
    /// The time at which the matrix sends its requests, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
}

/// A change to one claim of a token, after which the caller does not meet one requirement of a route. The test
/// matrix sends the changed token and expects a refusal.
#[allow(dead_code, reason = "the matrix is the only reader, and a feature")]
pub(crate) struct Shortfall {
    /// The name of the claim that the matrix replaces or removes in a token that meets all requirements.
    pub(crate) claim: String,
    /// The claim's new value; `None` removes the claim.
    pub(crate) value: Option<Value>,
    /// Words that describe the changed token within a sentence, such as ``without the role `admin` ``.
    pub(crate) words: String,
}
