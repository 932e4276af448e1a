//! Checks again and again whether a caller may still use an open stream, for [`G::until_end`](crate::G::until_end).

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, sleep_until, timeout};

use super::{Config, RouteGuard};
use crate::{
    entity::{Caller, ClaimTexts, Ended, NotLoaded, Reload, StoreError, UntilEnd, Watching},
    jwt::claims::{ACCESS_UNTIL, SID},
    session::{Activity, SessionId, StoredSession},
};

/// The number of consecutive checks of a stream's caller that have to fail because of a store before the stream
/// ends.
const FAILURES: u32 = 2;

/// The longest pause after which an open stream reads the clock again, to find out whether the caller's token has
/// expired. During a longer pause, the token could expire unnoticed, because the clock may be set or the machine
/// suspended.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Watching for RouteGuard {
    fn watch(self: Arc<Self>, caller: &Caller, key: Option<String>) -> UntilEnd {
        let watch = Watch::of(self, caller, key);
        UntilEnd::new(async move {
            match watch {
                Ok(watch) => watch.ended().await,
                Err(ended) => ended,
            }
        })
    }

    fn application(&self) -> *const () {
        self.jwt.address()
    }
}

/// The conditions under which a caller may keep a stream open: a token that has not expired (for a ticket, the
/// access token from which it was minted), an active session, and an entity that still exists.
struct Watch {
    guard: Arc<RouteGuard>,
    /// The time at which the stream ends at the latest, in milliseconds since 1970: from then on, the guard refuses
    /// the token (for a ticket, the access token from which it was minted).
    until: i64,
    /// The session of the token; `None` if the token has no session, or sessions are not checked.
    session: Option<SessionId>,
    /// Loads the caller's entity again; `None` on a `claims_only` route, which loads no entity.
    entity: Option<Reload>,
}

/// The reason why a check did not confirm the caller's access: the access has ended (`Ended`), or it is unknown
/// because a store failed (`Failed`).
enum Unconfirmed {
    Ended(Ended),
    Failed(StoreError),
}

impl Watch {
    /// Determines from the caller's token until when the caller may keep a stream open, and which session and entity
    /// the checks look up. `key` is the key of the loaded entity as JSON; `None` if it is not known.
    ///
    /// # Errors
    ///
    /// Returns [`Ended::Unverified`] if the token's claims do not identify the session or the entity that has to be
    /// looked up, or if a ticket does not contain the expiry of its access token.
    fn of(guard: Arc<RouteGuard>, caller: &Caller, key: Option<String>) -> Result<Self, Ended> {
        let mut claims: ClaimTexts = caller.claims().map_err(|_| Ended::Unverified)?;
        let session = claims
            .get(SID)
            .filter(|_| guard.session.is_some() && caller.origin.is_own())
            .map(|sid| serde_json::from_str::<String>(sid.get()))
            .transpose()
            .map_err(|_| Ended::Unverified)?;
        let entity = if guard.claims_only {
            None
        } else {
            let table = guard.entities.position(caller.table);
            let table = table.and_then(|table| guard.entities.get(table));
            let reload = table.and_then(|table| Reload::of(caller, key, table, &mut claims));
            Some(reload.ok_or(Ended::Unverified)?)
        };
        // A ticket is valid for 30 seconds, but the stream may last as long as the access token from which the ticket
        // was minted.
        let expires = if guard.takes_tickets() {
            let until = claims.get(ACCESS_UNTIL).ok_or(Ended::Unverified)?;
            serde_json::from_str(until.get()).map_err(|_| Ended::Unverified)?
        } else {
            caller.expires
        };
        let until = expires.saturating_add(caller.leeway);
        Ok(Self {
            guard,
            until: until.saturating_mul(1000),
            session: session.as_deref().map(SessionId::of_sid),
            entity,
        })
    }

    fn config(&self) -> &Config {
        self.guard.jwt.config()
    }

    /// Returns the time that is left until the token expires (for a ticket, its access token), by the configured
    /// clock; zero if the token has expired.
    fn left(&self) -> Duration {
        let left = self.until.saturating_sub(self.config().now_in_millis());
        Duration::from_millis(u64::try_from(left).unwrap_or_default())
    }

    /// Waits until the caller may no longer use the open stream, and returns the reason.
    ///
    /// The clock is read again after each pause, because it may be set while a stream is open.
    async fn ended(self) -> Ended {
        let interval = self.config().stream_interval;
        let (mut due, mut failures) = (Instant::now() + first_pause(interval), 0);
        loop {
            let pause = self.left().min(interval).min(LONGEST_PAUSE);
            sleep_until(due.min(Instant::now() + pause)).await;
            let left = self.left();
            if left.is_zero() {
                return Ended::Expired;
            }
            if Instant::now() < due {
                continue; // The clock has not come as far as the timer.
            }
            due = Instant::now() + interval;
            match timeout(left, self.check()).await {
                Ok(Ok(())) => failures = 0,
                Ok(Err(Unconfirmed::Ended(ended))) => return ended,
                Ok(Err(Unconfirmed::Failed(error))) => {
                    failures += 1;
                    tracing::error!(target: "jwt_router::guard", code = "stream_unverified", %error, failures, "caller of a stream not checked");
                    if failures >= FAILURES {
                        return Ended::Unverified;
                    }
                }
                // The token has expired meanwhile.
                Err(_) => {}
            }
        }
    }

    /// Checks that the session is active, unless sessions are not checked, and that the caller's entity still exists
    /// and still has the token version that the token contains, unless the route is `claims_only`.
    async fn check(&self) -> Result<(), Unconfirmed> {
        let config = self.config();
        if let (Some(id), Some(sessions)) = (self.session, &config.sessions) {
            let stored = match sessions.activity(id, config.now_in_millis()) {
                Activity::Known(stored) => stored,
                Activity::Asked(asked) => asked.await,
            };
            match stored.map_err(Unconfirmed::Failed)? {
                StoredSession::Active => {}
                StoredSession::Ended | StoredSession::Behind => {
                    return Err(Unconfirmed::Ended(Ended::SessionEnded));
                }
            }
        }
        let Some(entity) = &self.entity else {
            return Ok(());
        };
        let loading = entity.load();
        let loading = loading.ok_or(Unconfirmed::Ended(Ended::Unverified))?;
        let loaded = loading.finished().await.map_err(Unconfirmed::from)?;
        if entity.is_same(&loaded) {
            Ok(())
        } else {
            Err(Unconfirmed::Ended(Ended::NoSuchEntity))
        }
    }
}

/// Returns the time until the first check of a stream's caller, at random between half of `interval` and all of
/// it. Otherwise, all streams that are opened at the same moment, as after a restart, would ask the stores at the
/// same moments. Later checks are `interval` apart.
fn first_pause(interval: Duration) -> Duration {
    let mut byte = [u8::MAX];
    // If the system provides no random byte, the time is the whole interval.
    let _ = getrandom::fill(&mut byte);
    let [byte] = byte;
    interval / 2 + interval * u32::from(byte).saturating_add(1) / 512
}

impl From<NotLoaded> for Unconfirmed {
    fn from(reason: NotLoaded) -> Self {
        Self::Ended(match reason {
            NotLoaded::Missing | NotLoaded::OtherEntity => Ended::NoSuchEntity,
            NotLoaded::OldVersion => Ended::OldVersion,
            NotLoaded::SessionEnded | NotLoaded::StoreBehind => Ended::SessionEnded,
            NotLoaded::LinkSpent | NotLoaded::TicketSpent => Ended::Expired,
            NotLoaded::Store(error) => return Self::Failed(error),
        })
    }
}
