//! The name of a caller in the log.

use crate::entity::{Caller, EntityRef};

/// The table and the key of a caller, for the log.
#[derive(Debug)]
pub(crate) struct CallerName {
    pub(crate) table: &'static str,
    /// The key of the entity; `None` if the key was not known yet when the request was refused.
    pub(crate) key: Option<String>,
}

impl CallerName {
    /// Creates the name from the key as JSON text. A key that is a string is logged without its quotes.
    pub(crate) fn new(entity: EntityRef, key: Option<&str>) -> Self {
        let text = |json: &str| serde_json::from_str(json).unwrap_or_else(|_| json.to_owned());
        Self {
            table: entity.table(),
            key: key.map(text),
        }
    }

    /// Returns the name of an authenticated caller.
    pub(crate) fn of(caller: &Caller) -> Self {
        Self::new(caller.table, caller.key_json().as_deref())
    }
}
