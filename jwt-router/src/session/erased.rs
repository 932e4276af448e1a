//! A store of sessions whose type is erased, so that the configuration can hold a store of any type.

use std::{
    pin::{Pin, pin},
    sync::Arc,
};

use crate::{
    bounded::{self, Bounded},
    entity::StoreError,
    session::{
        NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending,
        Spent,
    },
};

/// The future of a call of a session store. It is limited in time, and a panic of the store becomes an error.
pub(crate) type Answer<T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send>>;

/// The entity that a session belongs to: an owned [`SessionOwner`].
#[derive(Clone)]
pub(crate) struct Owner {
    pub(crate) table: &'static str,
    /// The key as JSON.
    pub(crate) key: String,
}

impl Owner {
    fn borrowed(&self) -> SessionOwner<'_> {
        SessionOwner::new(self.table, &self.key)
    }
}

/// An owned [`NewSession`].
pub(crate) struct Started {
    pub(crate) id: SessionId,
    pub(crate) owner: Owner,
    pub(crate) label: String,
    pub(crate) at: i64,
    pub(crate) state: SessionState,
}

/// A [`SessionStore`] of any type.
pub(crate) trait ErasedSessions: Send + Sync {
    fn start(&self, session: Started) -> Answer<()>;
    fn spend(&self, id: SessionId, spending: Spending) -> Answer<Spent>;
    fn state_now(&self, id: &SessionId) -> Option<Result<Option<SessionState>, StoreError>>;
    fn state(&self, id: SessionId) -> Answer<Option<SessionState>>;
    fn end(&self, id: SessionId) -> Answer<()>;
    fn end_all(&self, owner: Owner) -> Answer<()>;
    fn list(&self, owner: Owner, now: i64) -> Answer<Vec<SessionInfo>>;
    fn once(&self, token: [u8; 32], now: i64, until: i64) -> Answer<bool>;
    fn marks_id(&self) -> Option<u64>;
    fn purge(&self, now: i64, limit: u32) -> Answer<u32>;
}

/// A store of the type `S`.
pub(crate) struct TypedSessions<S>(pub(crate) Arc<S>);

impl<S: SessionStore> TypedSessions<S> {
    /// Boxes the future that `call` makes with the store, and limits it by the store's time limit.
    fn call<T, F>(&self, call: impl FnOnce(Arc<S>) -> F + Send + 'static) -> Answer<T>
    where
        F: Future<Output = Result<T, StoreError>> + Send + 'static,
    {
        let store = Arc::clone(&self.0);
        Box::pin(async move {
            let limit = bounded::call(|| store.time_limit()).map_err(StoreError::overrun)?;
            // `call` is called within the bound, which catches its panics too.
            let answer = pin!(async { call(store).await });
            let answer = Bounded::new(limit, answer).await;
            answer.unwrap_or_else(|overrun| Err(StoreError::overrun(overrun)))
        })
    }
}

impl<S: SessionStore> ErasedSessions for TypedSessions<S> {
    fn start(&self, session: Started) -> Answer<()> {
        self.call(move |store| async move {
            let session = NewSession {
                id: session.id,
                owner: session.owner.borrowed(),
                label: &session.label,
                started: session.at,
                state: session.state,
            };
            store.start(&session).await
        })
    }

    fn spend(&self, id: SessionId, spending: Spending) -> Answer<Spent> {
        self.call(move |store| async move { store.spend(&id, &spending).await })
    }

    fn state_now(&self, id: &SessionId) -> Option<Result<Option<SessionState>, StoreError>> {
        let answer = bounded::call(|| self.0.state_now(id));
        answer.unwrap_or_else(|panicked| Some(Err(StoreError::overrun(panicked))))
    }

    fn state(&self, id: SessionId) -> Answer<Option<SessionState>> {
        self.call(move |store| async move { store.state(&id).await })
    }

    fn end(&self, id: SessionId) -> Answer<()> {
        self.call(move |store| async move { store.end(&id).await })
    }

    fn end_all(&self, owner: Owner) -> Answer<()> {
        self.call(|store| async move { store.end_all(&owner.borrowed()).await })
    }

    fn list(&self, owner: Owner, now: i64) -> Answer<Vec<SessionInfo>> {
        self.call(move |store| async move { store.list(&owner.borrowed(), now).await })
    }

    fn once(&self, token: [u8; 32], now: i64, until: i64) -> Answer<bool> {
        self.call(move |store| async move { store.once(&token, now, until).await })
    }

    fn marks_id(&self) -> Option<u64> {
        self.0.marks_id()
    }

    fn purge(&self, now: i64, limit: u32) -> Answer<u32> {
        self.call(move |store| async move { store.purge(now, limit).await })
    }
}
