//! The queries of the session store, and how a refresh token is spent by several of them.

use std::sync::Arc;

use sqlx::{
    AssertSqlSafe, ColumnIndex, Decode, Encode, Executor, IntoArguments, Type, query::Query,
};

use super::{SqlxSessions, rows, statements::Purged};
use crate::{
    session::{SessionId, SessionInfo, SessionOwner, SessionState, Spending, Spent, Verdict},
    store::sqlx::dialect::Dialect,
};

/// How often a refresh token is judged at most. It is judged again if another request was faster and has changed the
/// session's generation; the second verdict then changes no row, or ends the session.
const ATTEMPTS: usize = 3;

impl<DB> SqlxSessions<DB>
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
    pub(super) fn query(sql: &Arc<str>) -> Query<'static, DB, DB::Arguments> {
        sqlx::query(AssertSqlSafe(Arc::clone(sql)))
    }

    /// Executes the statement that `statement` makes, a second time if the database ended it because of a deadlock.
    /// Returns the number of rows that it changed.
    pub(super) async fn execute(
        &self,
        statement: impl Fn() -> Query<'static, DB, DB::Arguments> + Send + Sync,
    ) -> Result<u64, sqlx::Error> {
        let done = match statement().execute(&self.pool).await {
            Err(error) if DB::is_deadlock(&error) => statement().execute(&self.pool).await,
            done => done,
        };
        Ok(DB::affected(&done?))
    }

    pub(super) async fn stored_state(
        &self,
        id: &SessionId,
    ) -> Result<Option<SessionState>, sqlx::Error> {
        let query = Self::query(&self.statements.state).bind(&id.as_bytes()[..]);
        let row = query.fetch_optional(&self.pool).await?;
        row.map(|row| rows::state::<DB>(&row)).transpose()
    }

    /// Replaces the state of a session if its stored generation is still `generation`, and returns whether it was.
    async fn rotate(
        &self,
        id: &SessionId,
        generation: i64,
        next: &SessionState,
    ) -> Result<bool, sqlx::Error> {
        let changed = self.execute(|| {
            Self::query(&self.statements.rotate)
                .bind(next.generation)
                .bind(next.spent_at)
                .bind(next.idle_until)
                .bind(&id.as_bytes()[..])
                .bind(generation)
        });
        Ok(changed.await? == 1)
    }

    /// Removes the row of a session, and returns whether there was one.
    pub(super) async fn remove(&self, id: &SessionId) -> Result<bool, sqlx::Error> {
        let id = &id.as_bytes()[..];
        let removed = self.execute(|| Self::query(&self.statements.end).bind(id));
        Ok(removed.await? == 1)
    }

    pub(super) async fn spent(
        &self,
        id: &SessionId,
        spending: &Spending,
    ) -> Result<Spent, sqlx::Error> {
        for _ in 0..ATTEMPTS {
            let Some(state) = self.stored_state(id).await? else {
                return Ok(Spent::Ended);
            };
            match spending.judge(&state) {
                Verdict::Rotate(next) => {
                    if self.rotate(id, state.generation, &next).await? {
                        return Ok(Spent::Successor(next));
                    }
                }
                Verdict::Repeat => return Ok(Spent::Successor(state)),
                Verdict::Reused => {
                    // Of several requests that present the token at once, the one that removes the session reports the
                    // reuse.
                    let is_first = self.remove(id).await?;
                    return Ok(if is_first {
                        Spent::Reused
                    } else {
                        Spent::Ended
                    });
                }
                Verdict::Ended => return Ok(Spent::Ended),
            }
        }
        Ok(Spent::Ended)
    }

    pub(super) async fn infos(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, sqlx::Error> {
        let query = Self::query(&self.statements.list)
            .bind(&owner.hash()[..])
            .bind(now);
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(rows::info::<DB>).collect()
    }

    /// Removes up to `limit` expired rows from `table`, and returns how many expired rows it found.
    pub(super) async fn purged(
        &self,
        table: &Purged,
        now: i64,
        limit: u32,
    ) -> Result<u32, sqlx::Error> {
        let find = Self::query(&table.find).bind(now).bind(i64::from(limit));
        let rows = find.fetch_all(&self.pool).await?;
        for batch in rows.chunks(Purged::BATCH) {
            let keys: Vec<Vec<u8>> = batch
                .iter()
                .map(rows::key::<DB>)
                .collect::<Result<_, _>>()?;
            let sql = table.remove::<DB>(keys.len());
            let removed = self.execute(|| {
                let query = Self::query(&sql).bind(now);
                keys.iter().fold(query, |query, key| query.bind(&key[..]))
            });
            removed.await?;
        }
        Ok(u32::try_from(rows.len()).unwrap_or(u32::MAX))
    }
}
