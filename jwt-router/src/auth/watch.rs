//! Watches over the right of a caller while a stream is open: [`G::until_end`](crate::G::until_end).

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, sleep_until, timeout};

use super::{Config, RouteGuard};
use crate::{
    entity::{Caller, ClaimTexts, Ended, NotLoaded, Reload, StoreError, UntilEnd, Watching},
    jwt::claims::{ACCESS_UNTIL, SID},
    session::{Activity, SessionId},
};

/// How often in a row a store may fail before the stream ends.
const FAILURES: u32 = 2;

/// How long the clock is not read at most: it may be set, or the machine suspended.
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
}

/// What has to stay true for the right of a caller to last.
struct Watch {
    guard: Arc<RouteGuard>,
    /// The time from which the guard refuses the token, in milliseconds since 1970.
    until: i64,
    /// The session of the token, if sessions are checked.
    session: Option<SessionId>,
    /// The entity of the caller; `None` on a `claims_only` route, which loads none.
    entity: Option<Reload>,
}

/// Why a check did not confirm the right of a caller.
enum Unconfirmed {
    Ended(Ended),
    Failed(StoreError),
}

impl Watch {
    /// # Errors
    ///
    /// Returns [`Ended::Unverified`] if the token does not identify what would have to be asked for.
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
        // A ticket is valid for 30 seconds; the right lasts as long as the access token that it was minted from.
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

    /// Returns how long the token is still valid, by the configured clock; zero if it has expired.
    fn left(&self) -> Duration {
        let left = self.until.saturating_sub(self.config().now_in_millis());
        Duration::from_millis(u64::try_from(left).unwrap_or_default())
    }

    /// Waits for the end.
    ///
    /// It reads the clock anew after each pause: a clock may be set while a stream is open.
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

    /// Asks whether the session is active, as the configuration says, and whether the store still has the entity.
    async fn check(&self) -> Result<(), Unconfirmed> {
        let config = self.config();
        if let (Some(id), Some(sessions)) = (self.session, &config.sessions) {
            let is_active = match sessions.activity(id, config.now_in_millis()) {
                Activity::Known(is_active) => is_active,
                Activity::Asked(asked) => asked.await,
            };
            if !is_active.map_err(Unconfirmed::Failed)? {
                return Err(Unconfirmed::Ended(Ended::SessionEnded));
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

/// Returns the time until the first check: between half of the interval and all of it, at random. Streams that are opened
/// at one moment, as after a restart, would ask the stores at one moment each time.
fn first_pause(interval: Duration) -> Duration {
    let mut byte = [u8::MAX];
    // Without randomness, it is the interval.
    let _ = getrandom::fill(&mut byte);
    let [byte] = byte;
    interval / 2 + interval * u32::from(byte).saturating_add(1) / 512
}

impl From<NotLoaded> for Unconfirmed {
    fn from(reason: NotLoaded) -> Self {
        Self::Ended(match reason {
            NotLoaded::Missing | NotLoaded::OtherEntity => Ended::NoSuchEntity,
            NotLoaded::OldVersion => Ended::OldVersion,
            NotLoaded::SessionEnded => Ended::SessionEnded,
            NotLoaded::LinkSpent | NotLoaded::TicketSpent => Ended::Expired,
            NotLoaded::Store(error) => return Self::Failed(error),
        })
    }
}
