//! What the matrix of callers and routes knows of a requirement.

use serde_json::Value;

use crate::{
    entity::{EntityRef, Loaded},
    jwt::sign::Grants,
    policy::ClaimNames,
    rejection::RejectionKind,
};

/// The column of callers who have everything that a route requires but this.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Column {
    /// The column's head: `no role`.
    pub(crate) head: &'static str,
    /// How the caller comes, in a sentence: `without a role`.
    pub(crate) words: &'static str,
    /// What it means that such a caller is let in.
    pub(crate) opens: &'static str,
    /// What such a caller is answered.
    pub(crate) refused: RejectionKind,
}

/// The claims of a token that the matrix mints, besides those of every token.
pub(crate) type TokenClaims = Grants;

/// A caller of the matrix.
pub(crate) struct Subject<'s> {
    pub(crate) entity: EntityRef,
    /// The entity; `None` where the route or the application loads none.
    pub(crate) loaded: Option<&'s Loaded>,
    pub(crate) claim_names: &'s ClaimNames,
    /// The time of the requests, in seconds since 1970.
    pub(crate) now: i64,
}

/// A change to a token's claims by which its holder no longer meets a requirement.
#[allow(dead_code, reason = "the matrix is the only reader, and a feature")]
pub(crate) struct Shortfall {
    /// The claim that is changed.
    pub(crate) claim: String,
    /// Its new value; `None` removes it.
    pub(crate) value: Option<Value>,
    /// How the caller comes, in a sentence.
    pub(crate) words: String,
}
