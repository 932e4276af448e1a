//! The name of a caller in the log.

use crate::entity::{Caller, EntityRef};

/// The table (the name of the entity's type) and the key of a caller, for the log.
#[derive(Debug)]
pub(crate) struct CallerName {
    pub(crate) table: &'static str,
    /// The key of the entity; `None` if no entity is loaded and the key is not known from the token.
    pub(crate) key: Option<String>,
}

impl CallerName {
    /// Creates the name of a caller with this entity type and key. `key` is JSON text; a JSON string is logged without
    /// its quotes.
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
