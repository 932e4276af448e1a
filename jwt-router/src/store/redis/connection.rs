//! The connection of the session store to Redis.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use redis::{
    Client, ErrorKind, RedisError, RedisResult, ServerErrorKind,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use tokio::sync::OnceCell;

/// How long one attempt to connect may take.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(2);
/// After which time without a response a connection is replaced by another one.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(4);

/// The shortest time for which a new connection is kept, even if its server is a replica too. Until the address leads
/// to the new primary, each request would otherwise open a connection.
const SHORTEST: Duration = Duration::from_secs(1);

/// A connection that requests share. The first request opens it.
type Shared = Arc<OnceCell<ConnectionManager>>;

/// The connection of a store. It is replaced when its server has become a replica.
pub(super) struct Connection {
    client: Client,
    current: RwLock<Current>,
}

/// The current connection, and when it replaced another one.
#[derive(Default)]
struct Current {
    shared: Shared,
    replaced: Option<Instant>,
}

/// A connection that is open, for one command.
pub(super) struct Open {
    shared: Shared,
    manager: ConnectionManager,
}

impl Open {
    pub(super) const fn manager(&mut self) -> &mut ConnectionManager {
        &mut self.manager
    }
}

impl Connection {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            current: RwLock::default(),
        }
    }

    /// Returns the connection, and opens it if it is not open.
    pub(super) async fn open(&self) -> RedisResult<Open> {
        let current = self.current.read();
        let shared = Arc::clone(&current.unwrap_or_else(PoisonError::into_inner).shared);
        let open = async || {
            // The client tries again with the next request, which is better than to keep this one waiting.
            let config = ConnectionManagerConfig::new()
                .set_number_of_retries(1)
                .set_connection_timeout(Some(CONNECTION_TIMEOUT))
                .set_response_timeout(Some(RESPONSE_TIMEOUT));
            ConnectionManager::new_with_config(self.client.clone(), config).await
        };
        let manager = shared.get_or_try_init(open).await?.clone();
        Ok(Open { shared, manager })
    }

    /// Returns the answer to a command, and drops the connection `used` if its server accepts no changes, so that the
    /// next request opens another one. A `ConnectionManager` replaces only connections that are closed, and a primary
    /// that becomes a replica need not close them.
    pub(super) fn checked<T>(&self, used: &Open, answer: RedisResult<T>) -> RedisResult<T> {
        if answer.as_ref().is_err_and(is_of_replica) {
            let current = self.current.write();
            let mut current = current.unwrap_or_else(PoisonError::into_inner);
            let is_new = current.replaced.is_some_and(|at| at.elapsed() < SHORTEST);
            // Another request may have replaced it.
            if Arc::ptr_eq(&current.shared, &used.shared) && !is_new {
                *current = Current {
                    shared: Shared::default(),
                    replaced: Some(Instant::now()),
                };
            }
        }
        answer
    }
}

/// Returns whether a server refused a command because it is a replica.
fn is_of_replica(error: &RedisError) -> bool {
    // Before version 7, Redis has the code `ERR` for an error in a script, and the code of the error in the text.
    error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly)
        || error
            .detail()
            .is_some_and(|text| text.contains("-READONLY"))
}
