//! A response that is lost between the store and the client loses nobody's session.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use jwt_router::{
    MemorySessions, NewSession, SessionId, SessionInfo, SessionOwner, SessionStore, Spending,
    Spent, StoreError,
};
use jwt_router_tests::{block_on, builder};

use super::Service;

/// A store that spends a token and then fails, as if its process had ended in between.
#[derive(Clone, Default)]
struct Crashing {
    sessions: MemorySessions,
    crashes: Arc<AtomicBool>,
}

impl SessionStore for Crashing {
    async fn start(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        self.sessions.start(session).await
    }

    async fn spend(&self, id: &SessionId, spending: &Spending) -> Result<Spent, StoreError> {
        let spent = self.sessions.spend(id, spending).await;
        if self.crashes.swap(false, Ordering::Relaxed) {
            return Err(StoreError::new("connection reset"));
        }
        spent
    }

    async fn is_active(&self, id: &SessionId, now: i64) -> Result<bool, StoreError> {
        self.sessions.is_active(id, now).await
    }

    async fn end(&self, id: &SessionId) -> Result<(), StoreError> {
        self.sessions.end(id).await
    }

    async fn end_all(&self, owner: &SessionOwner<'_>) -> Result<(), StoreError> {
        self.sessions.end_all(owner).await
    }

    async fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        self.sessions.list(owner, now).await
    }

    async fn once(&self, token: &[u8; 32], now: i64, until: i64) -> Result<bool, StoreError> {
        self.sessions.once(token, now, until).await
    }
}

#[test]
fn a_crash_between_spending_and_answering_loses_no_session() {
    let store = Crashing::default();
    let service = Service::new(builder().sessions(store.clone()));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        store.crashes.store(true, Ordering::Relaxed);
        assert_eq!(service.refresh(token).await.status, 503);
        // Another instance with the same store and secret answers the second try.
        let other = Service::new(builder().sessions(store.clone()));
        let [_, refresh] = other.refreshed(token).await;
        assert_eq!(service.refresh(&refresh).await.status, 200);
    });
}
