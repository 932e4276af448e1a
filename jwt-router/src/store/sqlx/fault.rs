use std::borrow::Cow;

use crate::store::exact::Ambiguous;

/// An error of a `SqlxStore`, with the table that it was loading from.
#[derive(Debug, thiserror::Error)]
#[error("the table `{table}` in {database}: {reason}")]
pub(super) struct SqlxFault {
    pub(super) table: &'static str,
    pub(super) database: &'static str,
    #[source]
    pub(super) reason: Reason,
}

/// Why a `SqlxStore` did not load an entity.
#[derive(Debug, thiserror::Error)]
pub(super) enum Reason {
    #[error(transparent)]
    Sqlx(#[from] sqlx::Error),
    #[error(transparent)]
    Ambiguous(#[from] Ambiguous),
    #[error(
        "the query of `.select(..)` has {0} parameters: write it without, since the store binds the key itself"
    )]
    Parameters(usize),
    #[error(
        "the column `{column}` has the SQL type `{sql}`, which a Rust `{rust}` is not compared with exactly: change the type of the field, or of the column"
    )]
    ColumnType {
        column: Cow<'static, str>,
        sql: String,
        rust: &'static str,
    },
    #[error("{0}")]
    Configuration(String),
}
