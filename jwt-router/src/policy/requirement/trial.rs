//! The vocabulary of requirements and the matrix, which sends every kind of caller to every route.

use serde_json::Value;

use crate::{
    entity::{EntityRef, Loaded},
    jwt::sign::Grants,
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// A column of the matrix: callers who meet every requirement of a route but one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Column {
    /// The head of the column: `no role`.
    pub(crate) head: &'static str,
    /// Describes the caller's token in a sentence: `without a role`.
    pub(crate) words: &'static str,
    /// The consequence if such a caller is let in, for the message of a failed matrix.
    pub(crate) opens: &'static str,
    /// The kind of refusal that such a caller must get.
    pub(crate) refused: RejectionKind,
}

/// The claims that the matrix adds to a token, besides those that every token has.
pub(crate) type TokenClaims = Grants;

/// A caller of the matrix, as requirements see it.
pub(crate) struct Subject<'s> {
    pub(crate) entity: EntityRef,
    /// The loaded entity; `None` if the route is `claims_only` or the entity has no store.
    pub(crate) loaded: Option<&'s Loaded>,
    pub(crate) claim_names: &'s ClaimNames,
    /// The time of the requests, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) now: i64,
}

/// A change to a token's claims, after which its caller misses a requirement.
#[allow(dead_code, reason = "the matrix is the only reader, and a feature")]
pub(crate) struct Shortfall {
    /// The name of the claim to change.
    pub(crate) claim: String,
    /// The new value; `None` removes the claim.
    pub(crate) value: Option<Value>,
    /// Describes the changed token in a sentence: ``without the role `admin` ``.
    pub(crate) words: String,
}
