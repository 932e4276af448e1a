//! A store of sessions that fails.

use std::future;

use jwt_router::{
    NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending, Spent,
    StoreError,
};

/// A store whose answers a test chooses.
#[derive(Clone, Copy)]
pub(crate) enum Broken {
    Fails,
    Silent,
    Panics,
}

impl Broken {
    async fn answer<T>(self) -> Result<T, StoreError> {
        match self {
            Self::Fails => Err(StoreError::new("disk on fire")),
            Self::Silent => future::pending().await,
            Self::Panics => panic!("a bug"),
        }
    }
}

impl SessionStore for Broken {
    async fn start(&self, _: &NewSession<'_>) -> Result<(), StoreError> {
        self.answer().await
    }

    async fn spend(&self, _: &SessionId, _: &Spending) -> Result<Spent, StoreError> {
        self.answer().await
    }

    async fn state(&self, _: &SessionId) -> Result<Option<SessionState>, StoreError> {
        self.answer().await
    }

    async fn end(&self, _: &SessionId) -> Result<(), StoreError> {
        self.answer().await
    }

    async fn end_all(&self, _: &SessionOwner<'_>) -> Result<(), StoreError> {
        self.answer().await
    }

    async fn list(&self, _: &SessionOwner<'_>, _: i64) -> Result<Vec<SessionInfo>, StoreError> {
        self.answer().await
    }

    fn marks_id(&self) -> Option<u64> {
        None
    }

    async fn once(&self, _: &[u8; 32], _: i64, _: i64) -> Result<bool, StoreError> {
        self.answer().await
    }
}
