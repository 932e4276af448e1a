//! A store in memory whose results are awaited, as those of a database are.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use jwt_router::{
    MemorySessions, NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore,
    Spending, Spent, StoreError,
};
use tokio::sync::Notify;

/// A store with the sessions of its clones.
#[derive(Clone, Default)]
pub(super) struct Remote {
    sessions: MemorySessions,
    /// Whether the next token is spent without an answer, as if the process had ended in between.
    pub(super) crashes: Arc<AtomicBool>,
    /// Whether the next answer about an active session, which is known, is on its way until `arrives`.
    pub(super) asking_waits: Arc<AtomicBool>,
    /// The same for the next token that is spent.
    pub(super) spending_waits: Arc<AtomicBool>,
    /// Whether the next request to end a session, or all sessions of an owner, is on its way until `arrives`.
    pub(super) ending_waits: Arc<AtomicBool>,
    pub(super) arrives: Arc<Notify>,
    /// How often expired sessions were removed.
    pub(super) purges: Arc<AtomicU32>,
    /// How often expired sessions are removed until the store has no more of them.
    pub(super) purges_needed: Arc<AtomicU32>,
}

impl Remote {
    async fn way(&self, waits: &AtomicBool) {
        if waits.swap(false, Ordering::Relaxed) {
            self.arrives.notified().await;
        }
    }
}

impl SessionStore for Remote {
    async fn start(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        self.sessions.start(session).await
    }

    async fn spend(&self, id: &SessionId, spending: &Spending) -> Result<Spent, StoreError> {
        let spent = self.sessions.spend(id, spending).await;
        self.way(&self.spending_waits).await;
        if self.crashes.swap(false, Ordering::Relaxed) {
            return Err(StoreError::new("connection reset"));
        }
        spent
    }

    async fn state(&self, id: &SessionId) -> Result<Option<SessionState>, StoreError> {
        let state = self.sessions.state(id).await;
        self.way(&self.asking_waits).await;
        state
    }

    async fn end(&self, id: &SessionId) -> Result<(), StoreError> {
        self.way(&self.ending_waits).await;
        self.sessions.end(id).await
    }

    async fn end_all(&self, owner: &SessionOwner<'_>) -> Result<(), StoreError> {
        self.way(&self.ending_waits).await;
        self.sessions.end_all(owner).await
    }

    async fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        self.sessions.list(owner, now).await
    }

    fn marks_id(&self) -> Option<u64> {
        self.sessions.marks_id()
    }

    async fn once(&self, token: &[u8; 32], now: i64, until: i64) -> Result<bool, StoreError> {
        self.sessions.once(token, now, until).await
    }

    async fn purge(&self, _now: i64, limit: u32) -> Result<u32, StoreError> {
        let purges = self.purges.fetch_add(1, Ordering::Relaxed) + 1;
        let is_done = purges >= self.purges_needed.load(Ordering::Relaxed);
        Ok(if is_done { 0 } else { limit })
    }
}
