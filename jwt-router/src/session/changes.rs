//! Spends refresh tokens and ends sessions, in tasks that a client cannot stop by closing its connection.

use std::sync::Arc;

use tracing::Instrument as _;

use super::{ReusedToken, SessionId, Sessions, Spending, Spent, erased::Owner};
use crate::{bounded, entity::StoreError};

impl Sessions {
    /// Spends the refresh token with the number `generation` in its session; `token` describes the session for the
    /// report of a reuse, and `admitted` is the time at which the guard admitted the token.
    pub(crate) async fn spend(
        self: &Arc<Self>,
        token: ReusedToken,
        generation: i64,
        admitted: i64,
        now: i64,
    ) -> Result<Spent, StoreError> {
        let spending = self.spending(generation, admitted, now);
        let sessions = Arc::clone(self);
        in_own_task(async move { sessions.spend_stored(&token, spending).await }).await
    }

    /// Ends the session of a refresh token that was used again. If the store fails, this is logged like a reuse, because
    /// the store may have ended the session nevertheless: the token's next use would then not be a reuse.
    pub(super) async fn end_reused(
        self: &Arc<Self>,
        token: ReusedToken,
        spending: Spending,
    ) -> Result<(), StoreError> {
        let sessions = Arc::clone(self);
        in_own_task(async move {
            let spent = sessions.spend_stored(&token, spending).await;
            if let Err(error) = &spent {
                let ReusedToken { table, key, .. } = &token;
                tracing::warn!(target: "jwt_router::guard", code = "refresh_reuse", table, key, %error, "session may not have ended");
            }
            spent.map(drop)
        })
        .await
    }

    async fn spend_stored(
        &self,
        token: &ReusedToken,
        spending: Spending,
    ) -> Result<Spent, StoreError> {
        let spent = self.store.spend(token.session, spending).await;
        // A store that fails may have ended the session nevertheless.
        if !matches!(spent, Ok(Spent::Successor(_))) {
            self.forget(&token.session);
        }
        if matches!(spent, Ok(Spent::Reused)) {
            self.report(token);
        }
        spent
    }

    /// Ends a session, and forgets that it was active. It forgets this even if the store fails, since the store may have
    /// ended the session nevertheless.
    pub(crate) async fn end(self: &Arc<Self>, id: SessionId) -> Result<(), StoreError> {
        let sessions = Arc::clone(self);
        in_own_task(async move {
            let ended = sessions.store.end(id).await;
            sessions.forget(&id);
            ended
        })
        .await
    }

    /// Ends all sessions of an entity. As their identifiers are unknown here, it forgets every session that was active,
    /// whichever entity the session belongs to.
    pub(crate) async fn end_all(self: &Arc<Self>, owner: Owner) -> Result<(), StoreError> {
        let sessions = Arc::clone(self);
        in_own_task(async move {
            let ended = sessions.store.end_all(owner).await;
            if let Some(known) = sessions.known_active() {
                known.clear();
            }
            ended
        })
        .await
    }

    /// Removes a session that has ended from the sessions that were active a moment ago.
    fn forget(&self, id: &SessionId) {
        if let Some(known) = self.known_active() {
            known.remove(id);
        }
    }

    /// Logs that a refresh token was used again, and calls the application's function of `on_reuse`.
    fn report(&self, reused: &ReusedToken) {
        let ReusedToken { table, key, .. } = reused;
        tracing::warn!(target: "jwt_router::guard", code = "refresh_reuse", table, key, "session ended");
        if let Some(call) = &self.on_reuse
            && bounded::call(|| call(reused)).is_err()
        {
            tracing::error!("the function of `on_reuse` panicked");
        }
    }
}

/// Runs `work` in a task of its own, and returns its result. axum drops the future of a request when the client closes
/// its connection, and would so stop a logout, or suppress the report of a reuse.
async fn in_own_task<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => {
            let done = runtime.spawn(work.in_current_span()).await;
            done.unwrap_or_else(|ended| Err(StoreError::new(ended)))
        }
        Err(_) => work.await,
    }
}
