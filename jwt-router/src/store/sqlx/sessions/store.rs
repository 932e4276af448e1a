use sqlx::{ColumnIndex, Decode, Encode, Executor, IntoArguments, Type};

use super::{SqlxSessions, fault};
use crate::{
    entity::StoreError,
    session::{
        NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending,
        Spent,
    },
    store::sqlx::dialect::Dialect,
};

impl<DB> SessionStore for SqlxSessions<DB>
where
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    for<'q> &'q [u8]: Encode<'q, DB> + Type<DB>,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    for<'r> i64: Decode<'r, DB> + Encode<'r, DB> + Type<DB>,
    for<'r> String: Decode<'r, DB> + Type<DB>,
    for<'r> Vec<u8>: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    async fn start(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        let NewSession {
            id,
            owner,
            label,
            started,
            state,
        } = session;
        let stored = self.execute(|| {
            Self::query(&self.statements.start)
                .bind(&id.as_bytes()[..])
                .bind(&owner.hash()[..])
                .bind(owner.table())
                .bind(owner.key())
                .bind(*label)
                .bind(*started)
                .bind(state.generation)
                .bind(state.spent_at)
                .bind(state.idle_until)
                .bind(state.expires)
        });
        stored.await.map(drop).map_err(fault)
    }

    async fn spend(&self, id: &SessionId, spending: &Spending) -> Result<Spent, StoreError> {
        self.spent(id, spending).await.map_err(fault)
    }

    async fn state(&self, id: &SessionId) -> Result<Option<SessionState>, StoreError> {
        self.stored_state(id).await.map_err(fault)
    }

    async fn end(&self, id: &SessionId) -> Result<(), StoreError> {
        self.remove(id).await.map(drop).map_err(fault)
    }

    async fn end_all(&self, owner: &SessionOwner<'_>) -> Result<(), StoreError> {
        let owner = owner.hash();
        let removed = self.execute(|| Self::query(&self.statements.end_all).bind(&owner[..]));
        removed.await.map(drop).map_err(fault)
    }

    async fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        self.infos(owner, now).await.map_err(fault)
    }

    fn marks_id(&self) -> Option<u64> {
        None
    }

    async fn once(&self, token: &[u8; 32], _now: i64, until: i64) -> Result<bool, StoreError> {
        let marked = self.execute(|| {
            Self::query(&self.statements.once)
                .bind(&token[..])
                .bind(until)
        });
        match marked.await {
            Ok(_) => Ok(true),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
            Err(error) => Err(fault(error)),
        }
    }

    async fn purge(&self, now: i64, limit: u32) -> Result<u32, StoreError> {
        let statements = &self.statements;
        let sessions = self.purged(&statements.sessions, now, limit).await;
        let once = self.purged(&statements.used, now, limit).await;
        Ok(sessions
            .map_err(fault)?
            .saturating_add(once.map_err(fault)?))
    }
}
