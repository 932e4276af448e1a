//! Entity stores for databases, each behind its feature.

#[cfg(feature = "sqlx-sqlite")]
mod sqlx;

#[cfg(feature = "sqlx-sqlite")]
pub use sqlx::{Dialect, SqlxStore};
