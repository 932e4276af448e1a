use std::{any, fmt};

#[cfg(feature = "jwks")]
use super::number_key::is_number;
use crate::{entity::Entity, jwt::claims::TokenVersion};

/// The description of an entity type: its table, its key claim, and functions that take type-erased entities.
///
/// An `EntityRef` is a single reference to a constant, so that types that contain one stay small.
#[derive(Clone, Copy)]
pub struct EntityRef(&'static EntityType);

struct EntityType {
    table: &'static str,
    key: &'static str,
    type_id: fn() -> any::TypeId,
    type_name: fn() -> &'static str,
    is_key: fn(&str) -> bool,
    has_key: fn(&(dyn any::Any + Send + Sync), &str) -> bool,
    #[cfg(feature = "jwks")]
    has_number_key: fn() -> bool,
    key_json: fn(&(dyn any::Any + Send + Sync)) -> Option<String>,
    has_roles: bool,
    has_role: fn(&(dyn any::Any + Send + Sync), &str) -> bool,
    has_token_version: bool,
    token_version: fn(&(dyn any::Any + Send + Sync)) -> Option<TokenVersion>,
}

impl EntityRef {
    /// Returns the description of the entity type `E`.
    #[must_use]
    pub const fn of<E: Entity>() -> Self {
        Self(
            const {
                &EntityType {
                    table: E::TABLE,
                    key: E::KEY,
                    type_id: any::TypeId::of::<E>,
                    type_name: any::type_name::<E>,
                    is_key: |json| serde_json::from_str::<E::Key>(json).is_ok(),
                    #[cfg(feature = "jwks")]
                    has_number_key: is_number::<E::Key>,
                    key_json: |entity| {
                        let entity = entity.downcast_ref::<E>()?;
                        serde_json::to_string(entity.key()).ok()
                    },
                    has_key: |entity, json| {
                        let entity = entity.downcast_ref::<E>();
                        let key = serde_json::from_str::<E::Key>(json).ok();
                        entity
                            .zip(key)
                            .is_some_and(|(entity, key)| *entity.key() == key)
                    },
                    has_roles: E::HAS_ROLES,
                    has_role: |entity, role| {
                        let entity = entity.downcast_ref::<E>();
                        entity.is_some_and(|entity| entity.has_role(role))
                    },
                    has_token_version: E::HAS_TOKEN_VERSION,
                    token_version: |entity| entity.downcast_ref::<E>()?.token_version(),
                }
            },
        )
    }

    /// Returns the name of the entity type in tokens, which is the claim `table_name`.
    pub(crate) const fn table(self) -> &'static str {
        self.0.table
    }

    /// Returns the name of the claim that holds the key of an entity.
    pub(crate) const fn key(self) -> &'static str {
        self.0.key
    }

    pub(crate) fn is<E: Entity>(self) -> bool {
        (self.0.type_id)() == any::TypeId::of::<E>()
    }

    pub(crate) fn is_same(self, other: Self) -> bool {
        (self.0.type_id)() == (other.0.type_id)()
    }

    pub(crate) fn type_name(self) -> &'static str {
        (self.0.type_name)()
    }

    /// Returns the names of these entity types for an error message, joined by "`, `" including the backticks. The
    /// message itself has one backtick before the first name and one after the last.
    pub(crate) fn type_names(entities: &[Self]) -> String {
        let names: Vec<&str> = entities.iter().map(|entity| entity.type_name()).collect();
        names.join("`, `")
    }

    /// Returns whether this JSON text is a key of the entity's key type. The type has to match exactly: `"1"`,
    /// `1.0` and `true` are not the number 1 (SECURITY.md, rule 7).
    pub(crate) fn is_key(self, json: &str) -> bool {
        (self.0.is_key)(json)
    }

    /// Returns whether the entity's key type is deserialized from a number, so that no string is a key.
    #[cfg(feature = "jwks")]
    pub(crate) fn has_number_key(self) -> bool {
        (self.0.has_number_key)()
    }

    /// Returns the key of `entity` as JSON; `None` if the value is of another entity type.
    pub(crate) fn key_json(self, entity: &(dyn any::Any + Send + Sync)) -> Option<String> {
        (self.0.key_json)(entity)
    }

    /// Returns whether `entity` has the key in this JSON text; `false` if the value is of another entity type.
    pub(crate) fn has_key(self, entity: &(dyn any::Any + Send + Sync), json: &str) -> bool {
        (self.0.has_key)(entity, json)
    }

    /// Returns whether entities of this type have roles of their own, by `#[entity(roles = ..)]`.
    pub(crate) fn has_roles(self) -> bool {
        self.0.has_roles
    }

    /// Returns whether `entity` has this role; `false` if the value is of another entity type.
    pub(crate) fn has_role(self, entity: &(dyn any::Any + Send + Sync), role: &str) -> bool {
        (self.0.has_role)(entity, role)
    }

    /// Returns whether the tokens of this entity type have a version, by `#[entity(token_version = ..)]`.
    pub(crate) fn has_token_version(self) -> bool {
        self.0.has_token_version
    }

    /// Returns the current version of the tokens of `entity`; `None` for a value of another type.
    #[allow(
        dead_code,
        reason = "only the logins of providers and the matrix call it, which are features"
    )]
    pub(crate) fn token_version(
        self,
        entity: &(dyn any::Any + Send + Sync),
    ) -> Option<TokenVersion> {
        (self.0.token_version)(entity)
    }
}

impl fmt::Debug for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityRef")
            .field("type", &self.type_name())
            .field("table", &self.table())
            .field("key", &self.key())
            .finish_non_exhaustive()
    }
}
