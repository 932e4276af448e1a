//! The settings of an instance, beside those of the library.

use std::{env, time::Duration};

use jwt_router::{Check, JwtRoutesBuilder, RedisSessions, SqlxSessions, StoreError};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

/// How long a request waits for a connection to PostgreSQL before it gets 503.
const CONNECTION_LIMIT: Duration = Duration::from_secs(2);

/// What an instance reads from the environment.
pub(crate) struct Settings {
    pub(crate) store: Store,
    pub(crate) check: Check,
    pub(crate) replay_window: &'static str,
}

/// The store of sessions.
pub(crate) enum Store {
    Postgres { url: String, schema: String },
    Redis { url: String, prefix: String },
}

/// Why the settings of an instance cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingError {
    #[error("the variable `{0}` is not set")]
    Missing(&'static str),
    #[error("`{0}` is not the URL of PostgreSQL or Redis")]
    Url(String),
    #[error(transparent)]
    Postgres(#[from] sqlx::Error),
    #[error(transparent)]
    Sessions(#[from] StoreError),
}

impl Settings {
    /// Reads these variables:
    ///
    /// - `INSTANCE_STORE`, the URL of PostgreSQL or Redis.
    /// - `INSTANCE_NAMESPACE`, the schema in PostgreSQL, or the prefix of the keys in Redis.
    /// - `INSTANCE_CHECK`, how long an active session is cached; without it, `Check::Always`.
    /// - `INSTANCE_REPLAY_WINDOW`, such as `10s`.
    pub(crate) fn from_env() -> Result<Self, SettingError> {
        let (url, namespace) = (required("INSTANCE_STORE")?, required("INSTANCE_NAMESPACE")?);
        let store = match url.split_once(':') {
            Some(("postgres", _)) => Store::Postgres {
                url,
                schema: namespace,
            },
            Some(("redis", _)) => Store::Redis {
                url,
                prefix: namespace,
            },
            _ => return Err(SettingError::Url(url)),
        };
        Ok(Self {
            store,
            check: required("INSTANCE_CHECK").map_or(Check::Always, Check::cached),
            replay_window: required("INSTANCE_REPLAY_WINDOW")?.leak(),
        })
    }
}

fn required(name: &'static str) -> Result<String, SettingError> {
    env::var(name).map_err(|_| SettingError::Missing(name))
}

impl Store {
    /// Sets the store of the application's sessions.
    pub(crate) async fn give_to(
        self,
        jwt: JwtRoutesBuilder,
    ) -> Result<JwtRoutesBuilder, SettingError> {
        match self {
            Self::Postgres { url, schema } => {
                let options: PgConnectOptions = url.parse()?;
                let pool = PgPoolOptions::new()
                    .max_connections(4)
                    .acquire_timeout(CONNECTION_LIMIT)
                    .connect_with(options.options([("search_path", schema)]))
                    .await?;
                Ok(jwt.sessions(SqlxSessions::new(pool).migrate().await?))
            }
            Self::Redis { url, prefix } => {
                Ok(jwt.sessions(RedisSessions::open(&url)?.prefix(&prefix)))
            }
        }
    }
}
