//! The sessions that were active a moment ago.

use super::{SessionId, sharded::Sharded};

/// The most sessions that one part of the map keeps.
const PART_CAPACITY: usize = 4096;

/// The sessions that were found active, each with the time until which this counts. Ended sessions are never kept,
/// so that no request is refused because of an old result.
pub(crate) struct ActiveSessions {
    until: Sharded<SessionId, i64>,
    /// How long a result counts, in milliseconds.
    ttl: i64,
}

impl ActiveSessions {
    pub(crate) fn new(ttl: i64) -> Self {
        Self {
            until: Sharded::default(),
            ttl,
        }
    }

    pub(super) fn is_active(&self, id: &SessionId, now: i64) -> bool {
        self.until
            .read(id, |until| until.is_some_and(|until| now < *until))
    }

    /// Adds a session that was active at the time `now`.
    pub(super) fn add(&self, id: SessionId, now: i64) {
        let until = now.saturating_add(self.ttl);
        self.until.change(&id, |part| {
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
        self.until.change(id, |part| part.remove(id));
    }

    pub(super) fn clear(&self) {
        drop(self.until.purge(usize::MAX, |_| true));
    }
}
