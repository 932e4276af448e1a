//! Computes the end of a session, after which its tokens can no longer be renewed.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::Config;
use crate::{
    entity::Caller,
    jwt::claims::{AUTH_TIME, NumericDate, RENEWABLE_UNTIL},
};

/// The time that a new token must not outlive. For a renewed token, this is the end of its session, after which it
/// cannot be renewed; for a ticket, it is the expiry of the access token.
#[derive(Clone, Copy)]
pub(super) struct SessionEnd {
    /// The time itself, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Whether the time `at` is written into the new token, as the claim `renewable_until`. This is so if the end of
    /// the session cannot be computed from the claim `auth_time`.
    pub(super) is_claimed: bool,
}

impl SessionEnd {
    /// Returns the end of the session to which the caller's token belongs: `session_max` after the login, whose time
    /// is the claim `auth_time`.
    ///
    /// A token without `auth_time`, such as a token of flask-jwt-router, does not contain the start of its session.
    /// Such a token can be renewed until `session_max` after its own expiry.
    ///
    /// The time of the login may be in the future, if another server with a fast clock minted the token. The session
    /// then ends `session_max` after the current time. Each renewal would compute a later end in this way. Within the
    /// leeway, this is tolerated. Beyond it, the first renewal writes the end into the new token, and later renewals
    /// keep it.
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
