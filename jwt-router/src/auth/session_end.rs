//! Computes the time from which on a token can no longer be renewed by `update_token`.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::Config;
use crate::{
    entity::Caller,
    jwt::claims::{AUTH_TIME, NumericDate, RENEWABLE_UNTIL},
};

/// The latest expiry that a new token may have. For a renewed token, this is the time from which on it cannot be
/// renewed again; for a ticket (a token for one request), it is the expiry of the access token from which the ticket
/// is minted.
#[derive(Clone, Copy)]
pub(super) struct SessionEnd {
    /// The time itself, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Whether the new token gets the time `at` as its claim `renewable_until`, which the next renewal reads. The
    /// claim is needed if `at` cannot be computed from the claim `auth_time`, because `auth_time` is missing or is
    /// ahead of the clock by more than the leeway.
    pub(super) is_claimed: bool,
}

impl SessionEnd {
    /// Returns the time from which on the caller's token cannot be renewed: the configured `session_max` after the
    /// login, whose time is the claim `auth_time`.
    ///
    /// A token without `auth_time`, such as a token of flask-jwt-router, does not contain the time of the login.
    /// `session_max` is then counted from the expiry of the token.
    ///
    /// If `auth_time` lies in the future, a server with a fast clock minted the token. `session_max` is then counted
    /// from the current time. If `auth_time` is ahead by no more than the leeway, the small difference is tolerated.
    ///
    /// Without `auth_time`, or beyond the leeway, each renewal would compute a later time. The first renewal
    /// therefore writes the time into the new token as the claim `renewable_until`, which later renewals return
    /// unchanged.
    pub(super) fn of(
        claims: &BTreeMap<String, Box<RawValue>>,
        caller: &Caller,
        config: &Config,
    ) -> Self {
        let date = |name| -> Option<i64> {
            let json: &RawValue = claims.get(name)?;
            let date: NumericDate = serde_json::from_str(json.get()).ok()?;
            Some(date.as_unix())
        };
        let lasting = i64::try_from(config.session_max.as_secs()).unwrap_or(i64::MAX);
        let now = config.now();
        let latest = now.saturating_add(config.verifier.allowed_leeway());
        let unclaimed = match date(AUTH_TIME) {
            Some(login) if login <= latest => {
                return Self {
                    at: login.min(now).saturating_add(lasting),
                    is_claimed: false,
                };
            }
            Some(_) => now,
            None => caller.expires,
        };
        let at = date(RENEWABLE_UNTIL).unwrap_or_else(|| unclaimed.saturating_add(lasting));
        Self {
            at,
            is_claimed: true,
        }
    }
}
