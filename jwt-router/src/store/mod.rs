//! Entity stores for databases, each behind a feature.

#[cfg(feature = "sqlx-sqlite")]
mod sqlx;

#[cfg(feature = "sqlx-sqlite")]
pub use sqlx::{Dialect, SqlxStore};
