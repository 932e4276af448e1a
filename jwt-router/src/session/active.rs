//! The sessions that were active a moment ago, so that the store is not asked again for each request.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{SessionId, sharded::Sharded};

/// The greatest number of sessions that one part of the map keeps.
const PART_CAPACITY: usize = 4096;

/// The sessions that the store has reported as active, each with the time until which this result counts. Ended
/// sessions are never kept, so that no request is refused because of an old result.
pub(crate) struct ActiveSessions {
    until: Sharded<SessionId, i64>,
    /// How long a result counts, in milliseconds.
    ttl: i64,
    /// The number of sessions that this instance has ended.
    ends: AtomicU64,
}

/// The number of sessions that this instance had ended when it asked the store.
#[derive(Clone, Copy)]
pub(super) struct Asked(u64);

impl ActiveSessions {
    pub(crate) fn new(ttl: i64) -> Self {
        Self {
            until: Sharded::default(),
            ttl,
            ends: AtomicU64::new(0),
        }
    }

    pub(super) fn is_active(&self, id: &SessionId, now: i64) -> bool {
        // If the clock was set back, the result would count for longer than `ttl`.
        let is_recent = |until: &i64| (1..=self.ttl).contains(&until.saturating_sub(now));
        self.until.read(id, |until| until.is_some_and(is_recent))
    }

    /// Returns the value to pass to [`add`](Self::add), and has to be called before the store is asked.
    pub(super) fn asking(&self) -> Asked {
        Asked(self.ends.load(Ordering::SeqCst))
    }

    /// Adds a session that was active at the time `now`. Does nothing if this instance has ended a session since the
    /// store was asked, since it may be this session.
    pub(super) fn add(&self, id: SessionId, now: i64, asked: Asked) {
        let until = now.saturating_add(self.ttl);
        self.until.change(&id, |part| {
            // `remove` counts before it waits for the lock that is held here, so it finds what is added too early.
            if self.ends.load(Ordering::SeqCst) != asked.0 {
                return;
            }
            if part.len() >= PART_CAPACITY {
                part.retain(|_, until| now < *until);
            }
            if part.len() >= PART_CAPACITY {
                part.clear();
            }
            part.insert(id, until);
        });
    }

    pub(super) fn remove(&self, id: &SessionId) {
        self.ends.fetch_add(1, Ordering::SeqCst);
        self.until.change(id, |part| part.remove(id));
    }

    pub(super) fn clear(&self) {
        self.ends.fetch_add(1, Ordering::SeqCst);
        drop(self.until.purge(usize::MAX, |_| true));
    }
}
