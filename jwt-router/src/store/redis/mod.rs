//! The store of sessions in Redis.

mod connection;
mod scripts;

use std::{fmt, sync::Arc};

use redis::{Client, Cmd, FromRedisValue, RedisError, ScriptInvocation, cmd};

use self::{connection::Connection, scripts::Scripts};
use crate::{
    entity::StoreError,
    session::{
        NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending,
        Spent,
    },
};

/// A store that keeps sessions in Redis or Valkey, for a program that runs as several instances.
///
/// Each operation is one script or command, which Redis runs atomically. Redis removes sessions when their time is
/// over. It contains hashes of the session and its owner, the label, and times, but neither the table nor the key of
/// the entity; no token can be made from this data.
///
/// The store opens one connection with the first request, on which requests do not wait for each other, and opens
/// another one when that connection is lost, or when its server has become a replica, which accepts no changes. While
/// Redis does not respond, requests get 503.
///
/// # What Redis has to be configured for
///
/// - **Persistence.** A Redis without it ends every session when it restarts, and forgets which links for one use and
///   tickets were used: each of them can be used again until it expires, a link for up to a week. With
///   `appendfsync everysec`, the default of an append-only file, a power failure may undo the last second: a session
///   that was ended in that second is active again, and a link that was used in it can be used again.
///   `appendfsync always` prevents this.
/// - **No eviction.** With a `maxmemory-policy` such as `allkeys-lru`, Redis ends sessions when its memory is full.
///   It also forgets that a link was used. `noeviction`, the default, makes logins fail with 503 instead.
/// - **Failover.** A replica that takes over may lack the last changes, with the same result as a power failure. The
///   address in the URL has to lead to the new primary then. Sessions are checked on the server to which the store is
///   connected, until the first refresh, login or logout finds that this server accepts no changes.
/// - **No cluster.** The scripts change the keys of a session and of its owner together, which a cluster keeps on
///   different nodes.
///
/// TLS is a feature of the crate `redis`, such as `tokio-rustls-comp`, for URLs with `rediss:`.
///
/// # Examples
///
/// ```
/// use jwt_router::RedisSessions;
///
/// let sessions = RedisSessions::open("redis://127.0.0.1:6379")?.prefix("shop:");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct RedisSessions {
    connection: Arc<Connection>,
    scripts: Arc<Scripts>,
    prefix: Arc<str>,
}

impl RedisSessions {
    /// Creates a store of sessions in the Redis at this URL, such as `redis://127.0.0.1:6379/0`. It connects with the
    /// first request.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not the URL of a Redis server.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        Client::open(url).map(Self::new).map_err(fault)
    }

    /// Creates a store of sessions in the Redis of this client, whose address and credentials the program has
    /// configured.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::RedisSessions;
    ///
    /// # fn run(client: redis::Client) {
    /// let sessions = RedisSessions::new(client);
    /// # }
    /// ```
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self {
            connection: Arc::new(Connection::new(client)),
            scripts: Arc::default(),
            prefix: "jwt-router:".into(),
        }
    }

    /// Sets the beginning of the keys in Redis: `jwt-router:` by default. Two programs that share a Redis need
    /// different prefixes.
    #[must_use]
    pub fn prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.into();
        self
    }

    fn sessions(&self) -> String {
        format!("{}session:", self.prefix)
    }

    fn session(&self, id: &SessionId) -> String {
        format!("{}session:{id}", self.prefix)
    }

    fn owner(&self, owner: &SessionOwner<'_>) -> String {
        // A hash is written as the identifier of a session is.
        let hash = SessionId::from_bytes(owner.hash());
        format!("{}owner:{hash}", self.prefix)
    }

    async fn invoke<T: FromRedisValue>(
        &self,
        script: &ScriptInvocation<'_>,
    ) -> Result<T, StoreError> {
        let mut open = self.connection.open().await.map_err(fault)?;
        let answer = script.invoke_async(open.manager()).await;
        self.connection.checked(&open, answer).map_err(fault)
    }

    async fn query<T: FromRedisValue>(&self, command: &Cmd) -> Result<T, StoreError> {
        let mut open = self.connection.open().await.map_err(fault)?;
        let answer = command.query_async(open.manager()).await;
        self.connection.checked(&open, answer).map_err(fault)
    }
}

fn fault(error: RedisError) -> StoreError {
    StoreError::new(error)
}

/// The first number in the result of the script `spend` for [`Spent::Successor`] ([`Spent::Reused`] is `REUSED`).
const SUCCESSOR: i64 = 1;
const REUSED: i64 = 2;

impl SessionStore for RedisSessions {
    async fn start(&self, session: &NewSession<'_>) -> Result<(), StoreError> {
        let owner = self.owner(&session.owner);
        let state = &session.state;
        let mut script = self.scripts.start.key(self.session(&session.id));
        script
            .key(&owner)
            .arg(session.id.to_string())
            .arg(&owner)
            .arg(session.label)
            .arg(session.started)
            .arg(state.generation)
            .arg(state.spent_at)
            .arg(state.idle_until)
            .arg(state.expires)
            .arg(session.started);
        self.invoke(&script).await
    }

    async fn spend(&self, id: &SessionId, spending: &Spending) -> Result<Spent, StoreError> {
        let mut script = self.scripts.spend.key(self.session(id));
        script
            .arg(id.to_string())
            .arg(spending.generation)
            .arg(spending.now)
            .arg(spending.window)
            .arg(spending.idle)
            .arg(spending.admitted);
        let spent: Vec<i64> = self.invoke(&script).await?;
        Ok(match *spent.as_slice() {
            [SUCCESSOR, generation, spent_at, idle_until, expires] => {
                Spent::Successor(SessionState {
                    generation,
                    spent_at,
                    idle_until,
                    expires,
                })
            }
            [REUSED] => Spent::Reused,
            _ => Spent::Ended,
        })
    }

    async fn state(&self, id: &SessionId) -> Result<Option<SessionState>, StoreError> {
        let mut get = cmd("HMGET");
        get.arg(self.session(id))
            .arg(&["generation", "spent_at", "idle_until", "expires"]);
        let fields: [Option<i64>; 4] = self.query(&get).await?;
        Ok(match fields {
            [
                Some(generation),
                Some(spent_at),
                Some(idle_until),
                Some(expires),
            ] => Some(SessionState {
                generation,
                spent_at,
                idle_until,
                expires,
            }),
            _ => None,
        })
    }

    async fn end(&self, id: &SessionId) -> Result<(), StoreError> {
        let mut script = self.scripts.end.key(self.session(id));
        self.invoke(script.arg(id.to_string())).await
    }

    async fn end_all(&self, owner: &SessionOwner<'_>) -> Result<(), StoreError> {
        let mut script = self.scripts.end_all.key(self.owner(owner));
        self.invoke(script.arg(self.sessions())).await
    }

    async fn list(
        &self,
        owner: &SessionOwner<'_>,
        now: i64,
    ) -> Result<Vec<SessionInfo>, StoreError> {
        let mut script = self.scripts.list.key(self.owner(owner));
        let found: Vec<(String, String, i64, i64, i64)> =
            self.invoke(script.arg(self.sessions()).arg(now)).await?;
        let infos = found
            .into_iter()
            .map(|(id, label, started, last_used, expires)| {
                Ok(SessionInfo {
                    id: id.parse()?,
                    label,
                    started,
                    last_used,
                    expires,
                })
            });
        let infos: Result<_, crate::session::InvalidSessionId> = infos.collect();
        infos.map_err(StoreError::new)
    }

    fn marks_id(&self) -> Option<u64> {
        None
    }

    async fn once(&self, token: &[u8; 32], now: i64, until: i64) -> Result<bool, StoreError> {
        let token = SessionId::from_bytes(*token);
        let left = until.saturating_sub(now).max(1);
        let mut set = cmd("SET");
        set.arg(format!("{}once:{token}", self.prefix))
            .arg(1)
            .arg("NX")
            .arg("PX")
            .arg(left);
        let set: Option<String> = self.query(&set).await?;
        Ok(set.is_some())
    }
}

impl fmt::Debug for RedisSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisSessions")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
