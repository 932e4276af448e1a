//! Computes the end of a session, after which its tokens can no longer be renewed.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::Config;
use crate::{
    entity::Caller,
    jwt::claims::{AUTH_TIME, NumericDate, RENEWABLE_UNTIL},
};

/// The end of a session: the time after which its tokens can no longer be renewed.
#[derive(Clone, Copy)]
pub(super) struct SessionEnd {
    /// The end of the session, in seconds since 1970-01-01T00:00:00Z.
    pub(super) at: i64,
    /// Whether the new token gets the claim `renewable_until`, because the end of its session cannot be
    /// computed from a claim `auth_time`.
    pub(super) is_claimed: bool,
}

impl SessionEnd {
    /// Returns the end of the session to which the caller's token belongs.
    ///
    /// A token without `auth_time`, such as one of flask-jwt-router, does not contain the start of its session.
    /// It can be renewed until `session_max` after its own expiry.
    ///
    /// The login may be in the future, if another server with a fast clock minted the token. It then counts as
    /// a login at the current time. If it is in the future by more than the leeway, each renewal would move the
    /// end of the session. The first renewal therefore writes the end into the new token.
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
