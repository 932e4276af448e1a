//! Stores of entities and sessions in databases, each behind a feature.

#[cfg(any(
    feature = "sea-orm",
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
mod exact;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "sea-orm")]
mod sea_orm;
#[cfg(any(
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
mod sqlx;

#[cfg(feature = "redis")]
pub use redis::RedisSessions;
#[cfg(feature = "sea-orm")]
pub use sea_orm::SeaOrmStore;
#[cfg(any(
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
pub use sqlx::{Dialect, SqlxSessions, SqlxStore};
