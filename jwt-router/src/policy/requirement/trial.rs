//! Types by which a requirement describes its callers to the test matrix. The matrix is a test that sends every
//! kind of caller to every route.

use serde_json::Value;

use crate::{
    entity::{EntityRef, Loaded},
    jwt::sign::Grants,
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// A column of the test matrix: callers who meet every requirement of a route except one kind.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Column {
    /// The head of the column in the printed matrix, such as `no role`.
    pub(crate) head: &'static str,
    /// Describes the caller's token within a sentence, such as `without a role`.
    pub(crate) words: &'static str,
    /// The consequence if a route lets such a caller in, for the message of a failed test.
    pub(crate) opens: &'static str,
    /// The kind of refusal that the callers of this column must get.
    pub(crate) refused: RejectionKind,
}

/// The claims that the test matrix adds to a token, besides the standard ones.
pub(crate) type TokenClaims = Grants;

/// A caller of the test matrix, as the requirements see it.
pub(crate) struct Subject<'s> {
    pub(crate) entity: EntityRef,
    /// The loaded entity; `None` if the route is `claims_only` or the entity has no store.
    pub(crate) loaded: Option<&'s Loaded>,
    pub(crate) claim_names: &'s ClaimNames,
    /// The time at which the matrix sends its requests, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
}

/// A change to one claim of a test token, after which its caller misses a requirement.
#[allow(dead_code, reason = "the matrix is the only reader, and a feature")]
pub(crate) struct Shortfall {
    /// The name of the claim to change.
    pub(crate) claim: String,
    /// The claim's new value; `None` removes the claim.
    pub(crate) value: Option<Value>,
    /// Describes the changed token within a sentence, such as ``without the role `admin` ``.
    pub(crate) words: String,
}
