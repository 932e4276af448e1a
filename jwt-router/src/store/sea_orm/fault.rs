use sea_orm::{DbBackend, DbErr, RuntimeErr};

use crate::store::exact::Ambiguous;

/// An error of a `SeaOrmStore`, with the table that it was loading from.
#[derive(Debug, thiserror::Error)]
#[error("the table `{table}` of sea-orm: {reason}")]
pub(super) struct SeaOrmFault {
    pub(super) table: &'static str,
    #[source]
    pub(super) reason: Reason,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Reason {
    #[error(transparent)]
    SeaOrm(#[from] DbErr),
    #[error(transparent)]
    Ambiguous(#[from] Ambiguous),
    #[error("{0}")]
    Configuration(String),
}

/// Returns whether the database reports that a text in it cannot have the letters of the searched value.
pub(super) fn is_of_value(error: &DbErr, database: DbBackend) -> bool {
    let DbErr::Query(RuntimeErr::SqlxError(error)) = error else {
        return false;
    };
    let Some(error) = error.as_database_error() else {
        return false;
    };
    match database {
        // The byte 0; a letter that the database's encoding does not have.
        DbBackend::Postgres => matches!(error.code().as_deref(), Some("22021" | "22P05")),
        // ER_CANT_AGGREGATE_2COLLATIONS: the column's character set does not have a letter. Only sqlx's driver for MySQL
        // returns the number of the error, and `HY000` is the state of many errors. The server's message names the
        // coercibility of both texts by a word that it does not translate, and that of a bound value is always this one.
        DbBackend::MySql => {
            error.code().as_deref() == Some("HY000") && error.message().contains("COERCIBLE")
        }
        _ => false,
    }
}
