//! Logs the changes to the keys of an issuer. A key set gets only one line, however many keys it has.

use crate::jwt::key::{KeySet, LeftOut};

/// Logs which keys of a new set are not used. It logs nothing if the previous set had the same unused keys.
pub(super) fn left_out(issuer: &str, before: Option<&KeySet>, keys: &KeySet) {
    let left_out = &keys.left_out;
    // A set that does not change is fetched every hour, and logged once.
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

/// Logs that an issuer no longer publishes a usable key, and for each published key why it is not used.
pub(super) fn withdrawn(issuer: &str, error: &dyn std::fmt::Display, left_out: &LeftOut) {
    tracing::error!(
        issuer,
        %error,
        left_out = left_out.count(),
        reasons = %left_out,
        "the keys of an issuer are withdrawn"
    );
}
