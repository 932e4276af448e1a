//! Reads rows of the table of sessions.

use sqlx::{ColumnIndex, Database, Decode, Error, Row as _, Type};

use crate::session::{SessionId, SessionInfo, SessionState};

/// Reads the columns of [`Statements::state`](super::statements::Statements::state).
pub(super) fn state<DB: Database>(row: &DB::Row) -> Result<SessionState, Error>
where
    for<'r> i64: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    Ok(SessionState {
        generation: row.try_get(0)?,
        spent_at: row.try_get(1)?,
        idle_until: row.try_get(2)?,
        expires: row.try_get(3)?,
    })
}

/// Reads the columns of [`Statements::list`](super::statements::Statements::list).
pub(super) fn info<DB: Database>(row: &DB::Row) -> Result<SessionInfo, Error>
where
    for<'r> i64: Decode<'r, DB> + Type<DB>,
    for<'r> String: Decode<'r, DB> + Type<DB>,
    for<'r> Vec<u8>: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    let id = key::<DB>(row)?;
    let id = <[u8; 32]>::try_from(id.as_slice()).map_err(|_| Error::ColumnDecode {
        index: "id".to_owned(),
        source: "the identifier of a session has 32 bytes".into(),
    })?;
    Ok(SessionInfo {
        id: SessionId::from_bytes(id),
        label: row.try_get(1)?,
        started: row.try_get(2)?,
        last_used: row.try_get(3)?,
        expires: row.try_get(4)?,
    })
}

/// Reads the key of a row, its first column.
pub(super) fn key<DB: Database>(row: &DB::Row) -> Result<Vec<u8>, Error>
where
    for<'r> Vec<u8>: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    row.try_get(0)
}
