use std::fmt;

use sha2::{Digest as _, Sha256};

/// The entity that a session belongs to.
///
/// # Examples
///
/// ```
/// use jwt_router::SessionOwner;
///
/// let owner = SessionOwner::new("users", "42");
/// assert_eq!((owner.table(), owner.key()), ("users", "42"));
/// assert_ne!(owner.hash(), SessionOwner::new("users", "\"42\"").hash()); // a text is not a number
/// ```
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct SessionOwner<'a> {
    table: &'a str,
    key: &'a str,
}

impl<'a> SessionOwner<'a> {
    /// Returns the entity of this table with this key, which is JSON: `42`, or `"ann"` with its quotes.
    #[must_use]
    pub const fn new(table: &'a str, key: &'a str) -> Self {
        Self { table, key }
    }

    /// Returns the table of the entity, which is the claim `table_name` of its tokens.
    #[must_use]
    pub const fn table(&self) -> &'a str {
        self.table
    }

    /// Returns the key of the entity as JSON.
    #[must_use]
    pub const fn key(&self) -> &'a str {
        self.key
    }

    /// Returns the SHA-256 hash of the table and the key.
    ///
    /// A database finds exactly the rows with this hash, while it compares texts by rules of its own, under which `ann`
    /// may equal `ANN`.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        // The length separates the table from the key.
        hash.update(self.table.len().to_be_bytes());
        hash.update(self.table);
        hash.update(self.key);
        hash.finalize().into()
    }
}

/// Leaves the key out, like every `Debug` of this crate.
impl fmt::Debug for SessionOwner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionOwner")
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}
