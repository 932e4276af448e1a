//! Removes expired sessions from the store.

use std::sync::{Arc, atomic::Ordering};

use super::Sessions;

/// How often expired sessions are removed, in milliseconds.
const PURGE_INTERVAL: u64 = 60_000;
/// How many sessions one call of `purge` removes at most.
const PURGE_LIMIT: u32 = 1000;

impl Sessions {
    /// Removes expired sessions in a task of its own, if they were last removed at least a minute ago. Also removes them
    /// if the clock has been set back by a minute or more since then.
    pub(super) fn purge_at_times(self: &Arc<Self>, now: i64) {
        let last = self.purged.load(Ordering::Relaxed);
        let is_due = now.abs_diff(last) >= PURGE_INTERVAL;
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
                    // A store in memory never waits, so other tasks of this thread would not run.
                    Ok(removed) if removed >= PURGE_LIMIT => tokio::task::yield_now().await,
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
