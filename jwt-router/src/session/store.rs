use std::time::Duration;

use crate::{
    bounded::TIME_LIMIT,
    entity::StoreError,
    session::{NewSession, SessionId, SessionInfo, SessionOwner, SessionState, Spending, Spent},
};

/// Stores the sessions of entities, so that a single session can be ended, and each refresh token is spent once.
///
/// [`MemorySessions`](crate::MemorySessions), `SqlxSessions` (features `sqlx-sqlite`, `sqlx-postgres`, `sqlx-mysql`)
/// and `RedisSessions` (feature `redis`) implement it. Times are in milliseconds since 1970-01-01T00:00:00Z, and come
/// from the application's [`Clock`](crate::Clock): a store does not read another one.
///
/// A session that has ended need not be kept, since an unknown session counts as ended. A store that loses its data
/// therefore ends every session. A store that loses its marks of used tokens has to report it by
/// [`marks_id`](Self::marks_id), because an unknown token counts as unused.
///
/// `testing::session_store` (feature `testing`) tests a store of your own: that tokens are spent atomically, within
/// the replay window and after it, that sessions end, and that [`purge`](Self::purge) removes nothing that is active.
///
/// # Examples
///
#[doc = include_str!("../docs/session_store.md")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not store sessions",
    label = "not a `SessionStore`",
    note = "a pool of sqlx is not a store: write `SqlxSessions::new(pool)`, with the feature of `jwt-router` for the database"
)]
pub trait SessionStore: Send + Sync + 'static {
    /// Stores a new session. The session's identifier is random, so no stored session has the same one.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The login then fails too.
    fn start(
        &self,
        session: &NewSession<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Spends a refresh token: reads the session's state, and does what [`Spending::judge`] returns.
    ///
    /// Reading and changing are one atomic step: of two calls with the same generation, one gets
    /// [`Verdict::Rotate`](crate::Verdict::Rotate).
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The token may be spent nevertheless; the client can present it again
    /// within the replay window.
    fn spend(
        &self,
        id: &SessionId,
        spending: &Spending,
    ) -> impl Future<Output = Result<Spent, StoreError>> + Send;

    /// Returns the state of a session; `None` if the session has ended or never existed. For a session whose time is
    /// over, the store may return its last state or `None`.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The response is then 503, or 500 if the store panics.
    fn state(
        &self,
        id: &SessionId,
    ) -> impl Future<Output = Result<Option<SessionState>, StoreError>> + Send;

    /// Returns the result of [`state`](Self::state) if it is available without waiting; `None` by default.
    ///
    /// A store in memory returns its result here, which saves one boxed future for each request.
    fn state_now(&self, id: &SessionId) -> Option<Result<Option<SessionState>, StoreError>> {
        let _ = id;
        None
    }

    /// Ends a session. It is no error if the session has ended before.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails.
    fn end(&self, id: &SessionId) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends all sessions of an entity.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails.
    fn end_all(
        &self,
        owner: &SessionOwner<'_>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Returns the sessions of an entity that have not ended at the time `now`, in any order. A store may leave out
    /// the oldest if they are more than 1000.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails.
    fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> impl Future<Output = Result<Vec<SessionInfo>, StoreError>> + Send;

    /// Marks a token for one use as used, and returns whether it was not used before. Of two calls at once, one
    /// returns `true`.
    ///
    /// `token` is the hash of the token's identifier. The mark is kept until the time `until`, after which the token
    /// is no longer valid.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails. The token may be marked nevertheless.
    fn once(
        &self,
        token: &[u8; 32],
        now: i64,
        until: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Returns the identifier of the marks that [`once`](Self::once) makes, for a store that can lose them before their
    /// time is over, such as at a restart; `None` for a store that keeps its marks. A store around another one returns
    /// that of the other store.
    ///
    /// The application calls this method when it is built. Each token for one use contains the identifier. A token
    /// whose identifier differs from the store's, or of which only one, the token or the store, has an identifier, is
    /// refused with 401, because the mark of its first use may be lost. A store in memory returns a random number that
    /// it makes when it is created.
    fn marks_id(&self) -> Option<u64>;

    /// Removes up to `limit` sessions that have ended by the time `now`, and up to `limit` marks of used tokens whose
    /// time is over. Returns how many it removed in total; this crate calls again while this is `limit` or more.
    ///
    /// By default it removes nothing, for a store that removes expired data by itself.
    ///
    /// # Errors
    ///
    /// Returns an error when the store fails.
    fn purge(&self, now: i64, limit: u32) -> impl Future<Output = Result<u32, StoreError>> + Send {
        let _ = (now, limit);
        async { Ok(0) }
    }

    /// Returns the time limit for a call; five seconds by default. If a call takes longer, the response is 503.
    fn time_limit(&self) -> Duration {
        TIME_LIMIT
    }
}
