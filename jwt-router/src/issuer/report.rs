//! What the log has of the keys of an issuer: one line for a set, however many keys it has.

use crate::jwt::key::{KeySet, LeftOut};

/// Logs which keys of a new set are left out, unless the set before it left out the same.
pub(super) fn left_out(issuer: &str, before: Option<&KeySet>, keys: &KeySet) {
    let left_out = &keys.left_out;
    // Logged once, and not every hour.
    let is_known = before.is_some_and(|before| before.left_out == *left_out);
    if left_out.count() > 0 && !is_known {
        tracing::warn!(
            issuer,
            left_out = left_out.count(),
            reasons = %left_out,
            "keys of an issuer are left out"
        );
    }
}

/// Logs that an issuer has no usable key any more, and why each that it publishes is left out.
pub(super) fn withdrawn(issuer: &str, error: &dyn std::fmt::Display, left_out: &LeftOut) {
    tracing::error!(
        issuer,
        %error,
        left_out = left_out.count(),
        reasons = %left_out,
        "the keys of an issuer are withdrawn"
    );
}
