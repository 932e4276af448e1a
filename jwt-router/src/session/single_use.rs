//! Marks tokens for one use as used, and recognizes tokens whose mark the store may have lost.

use std::sync::Arc;

use super::{Sessions, erased::Answer};
use crate::jwt::sign::{SignError, random_jwt_id};

impl Sessions {
    /// Returns the random claim `once` of a new token for one use. It begins with the identifier of the store's marks,
    /// if they have one.
    pub(crate) fn new_use(&self) -> Result<String, SignError> {
        let id = random_jwt_id()?;
        Ok(match &self.marks {
            Some(marks) => format!("{marks}.{id}"),
            None => id,
        })
    }

    /// Returns whether a token with this claim `once`, as JSON, was minted with the present marks of the store.
    /// Otherwise, the store may have lost the mark of the token's first use.
    pub(crate) fn has_marks_of(&self, once: &str) -> bool {
        // The random part contains no dot.
        let marks = once.split_once('.').map(|(marks, _)| marks);
        let marks = marks.map(|marks| marks.trim_start_matches('"'));
        marks == self.marks.as_deref()
    }

    /// Marks a token for one use as used, and returns whether it was not used before. The mark is kept until `until`.
    pub(crate) fn once(self: &Arc<Self>, token: [u8; 32], now: i64, until: i64) -> Answer<bool> {
        self.purge_at_times(now);
        self.store.once(token, now, until)
    }
}
