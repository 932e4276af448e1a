use std::{any, fmt};

use crate::entity::Entity;

/// An entity's type as a constant: what the guard must know of it without a value.
#[derive(Clone, Copy)]
pub struct EntityRef {
    pub(crate) table: &'static str,
    pub(crate) key: &'static str,
    type_id: fn() -> any::TypeId,
    type_name: fn() -> &'static str,
    is_key: fn(&str) -> bool,
}

impl EntityRef {
    /// The reference to `E`.
    #[must_use]
    pub const fn of<E: Entity>() -> Self {
        Self {
            table: E::TABLE,
            key: E::KEY,
            type_id: any::TypeId::of::<E>,
            type_name: any::type_name::<E>,
            is_key: |json| serde_json::from_str::<E::Key>(json).is_ok(),
        }
    }

    pub(crate) fn is<E: Entity>(&self) -> bool {
        (self.type_id)() == any::TypeId::of::<E>()
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.type_id)() == (other.type_id)()
    }

    pub(crate) fn type_name(&self) -> &'static str {
        (self.type_name)()
    }

    /// Whether this JSON text is a key of exactly the entity's key type: `"1"`, `1.0` and `true`
    /// are not the number 1 (SECURITY.md, rule 7).
    pub(crate) fn is_key(&self, json: &str) -> bool {
        (self.is_key)(json)
    }
}

impl fmt::Debug for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityRef")
            .field("type", &self.type_name())
            .field("table", &self.table)
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
