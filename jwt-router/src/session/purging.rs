//! Removes expired sessions from the store.

use std::sync::{Arc, atomic::Ordering};

use super::Sessions;

/// How often expired sessions are removed, in milliseconds.
const PURGE_INTERVAL: i64 = 60_000;
/// How many sessions one call of `purge` removes at most.
const PURGE_LIMIT: u32 = 1000;

impl Sessions {
    /// Removes expired sessions in a task of its own, if they were last removed at least a minute ago.
    pub(super) fn purge_at_times(self: &Arc<Self>, now: i64) {
        let last = self.purged.load(Ordering::Relaxed);
        let is_due = last <= now.saturating_sub(PURGE_INTERVAL);
        let relaxed = Ordering::Relaxed;
        let purged = &self.purged;
        if !is_due
            || purged
                .compare_exchange(last, now, relaxed, relaxed)
                .is_err()
        {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let store = Arc::clone(&self.store);
        drop(runtime.spawn(async move {
            loop {
                match store.purge(now, PURGE_LIMIT).await {
                    Ok(removed) if removed >= PURGE_LIMIT => {}
                    Ok(_) => return,
                    Err(error) => {
                        tracing::warn!(%error, "expired sessions are not removed");
                        return;
                    }
                }
            }
        }));
    }
}
