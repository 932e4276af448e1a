//! Builds the text of the session store's statements.

use std::{fmt::Write as _, sync::Arc};

use crate::store::sqlx::dialect::Dialect;

/// The session store's statements in the SQL of one database, built once.
#[derive(Debug)]
pub(super) struct Statements {
    pub(super) start: Arc<str>,
    pub(super) state: Arc<str>,
    pub(super) rotate: Arc<str>,
    pub(super) end: Arc<str>,
    pub(super) end_all: Arc<str>,
    pub(super) list: Arc<str>,
    pub(super) once: Arc<str>,
    pub(super) sessions: Purged,
    pub(super) used: Purged,
}

impl Statements {
    pub(super) fn of<DB: Dialect>() -> Self {
        Self {
            start: text::<DB>(
                "insert into jwt_router_sessions (id, owner, table_name, entity_key, label, started, \
                 generation, spent_at, idle_until, expires) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            ),
            state: text::<DB>(
                "select generation, spent_at, idle_until, expires from jwt_router_sessions \
                 where id = $1",
            ),
            // Its rows are one if the state is still the one that was judged, and none otherwise.
            rotate: text::<DB>(
                "update jwt_router_sessions set generation = $1, spent_at = $2, idle_until = $3 \
                 where id = $4 and generation = $5",
            ),
            end: text::<DB>("delete from jwt_router_sessions where id = $1"),
            end_all: text::<DB>("delete from jwt_router_sessions where owner = $1"),
            list: text::<DB>(
                "select id, label, started, spent_at, expires from jwt_router_sessions \
                 where owner = $1 and idle_until > $2 order by spent_at desc limit 1000",
            ),
            once: text::<DB>("insert into jwt_router_once (token, kept_until) values ($1, $2)"),
            sessions: Purged::new::<DB>("jwt_router_sessions", "id", "idle_until"),
            used: Purged::new::<DB>("jwt_router_once", "token", "kept_until"),
        }
    }
}

/// A table whose rows are removed when their time is over.
///
/// The rows are found without a lock, and removed by their keys. To delete them by a range of times, MySQL would also
/// lock the rows beside the range, and with them sessions that are being refreshed.
#[derive(Debug)]
pub(super) struct Purged {
    table: &'static str,
    key: &'static str,
    until: &'static str,
    pub(super) find: Arc<str>,
}

impl Purged {
    /// The number of rows that one statement removes.
    pub(super) const BATCH: usize = 100;

    fn new<DB: Dialect>(table: &'static str, key: &'static str, until: &'static str) -> Self {
        let find = format!("select {key} from {table} where {until} <= $1 limit $2");
        Self {
            table,
            key,
            until,
            find: text::<DB>(&find),
        }
    }

    /// Returns the statement that removes `count` expired rows by their keys. Its first parameter is the present time,
    /// and the others are the keys.
    pub(super) fn remove<DB: Dialect>(&self, count: usize) -> Arc<str> {
        let Self {
            table, key, until, ..
        } = self;
        let mut sql = format!("delete from {table} where {until} <= $1 and {key} in (");
        for index in 0..count {
            let separator = if index == 0 { "" } else { ", " };
            // Writing to a string cannot fail.
            write!(sql, "{separator}${}", index.saturating_add(2)).ok();
        }
        sql.push(')');
        text::<DB>(&sql)
    }
}

/// Returns `sql` with its parameters `$1`, `$2` and so on in the spelling of the database, such as `?`.
fn text<DB: Dialect>(sql: &str) -> Arc<str> {
    if DB::HAS_NUMBERED_PARAMETERS {
        return sql.into();
    }
    let mut parts = sql.split('$');
    let first = parts.next().unwrap_or_default().to_owned();
    let text = parts.fold(first, |mut text, part| {
        text.push('?');
        text.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
        text
    });
    text.into()
}
