//! Checks the entities that a test gives to the matrix, and finds keys for which a store has no entity.

use getrandom::Error;
use serde_json::value::RawValue;

use super::failure::MatrixFailure;
use crate::{
    app::Origin,
    entity::{Entity, EntityRef, EntityRegistry, Loaded, NotLoaded, StoreError},
    jwt::claims::TokenVersion,
};

/// An entity that the test passed to `.entity(&..)`, before the matrix has checked it.
pub(super) struct Sample {
    pub(super) entity: EntityRef,
    /// The entity's key, as JSON.
    pub(super) key: String,
}

/// A test entity: an entity that the test passed to `.entity(&..)`, and that the matrix has checked with its
/// store. The matrix sends the entity's tokens.
pub(super) struct Person {
    pub(super) entity: EntityRef,
    pub(super) key: Box<RawValue>,
    /// The entity as its store loads it; `None` if the entity type has no store.
    pub(super) loaded: Option<Loaded>,
    /// A key of the same type for which the store has no entity; `None` if no such key was found. Without a store,
    /// every key but the entity's own counts as such a key.
    pub(super) absent_key: Option<Box<RawValue>>,
}

impl Person {
    /// Returns the version that new tokens of the test entity have (the claim `token_version`); `None` if the
    /// entity type has no versions or no store.
    pub(super) fn token_version(&self) -> Option<TokenVersion> {
        self.entity.token_version(&**self.loaded.as_ref()?)
    }
}

impl Sample {
    pub(super) fn of<E: Entity>(sample: &E) -> Self {
        Self {
            entity: EntityRef::of::<E>(),
            // A key that cannot be serialized becomes an empty text, which `check` reports as missing.
            key: serde_json::to_string(sample.key()).unwrap_or_default(),
        }
    }
}

/// Checks that the test has given an entity of every type in the application, and that the stores contain these
/// entities. Returns the checked entities, each with what its store has loaded.
pub(super) async fn check(
    origin: &Origin,
    samples: Vec<Sample>,
) -> Result<Vec<Person>, MatrixFailure> {
    let entities = &*origin.entities;
    let mut problems = Vec::new();
    for known in entities.tables() {
        if !samples
            .iter()
            .any(|sample| sample.entity.is_same(known.entity))
        {
            problems.push(MatrixFailure::NoSample(known.entity.type_name()));
        }
    }
    let mut people = Vec::new();
    for sample in samples {
        let name = sample.entity.type_name();
        match find(entities, sample.entity, &sample.key).await {
            Existence::NoTable => problems.push(MatrixFailure::UnknownEntity(name)),
            Existence::Failed(source) => problems.push(MatrixFailure::Store { name, source }),
            Existence::Missing => problems.push(MatrixFailure::NotInStore(name)),
            Existence::Exists(loaded) => match RawValue::from_string(sample.key) {
                Err(_) => problems.push(MatrixFailure::NotInStore(name)),
                Ok(key) => people.push(Person {
                    absent_key: absent_key(entities, sample.entity, key.get()).await,
                    entity: sample.entity,
                    key,
                    loaded,
                }),
            },
        }
    }
    if problems.is_empty() {
        Ok(people)
    } else {
        Err(MatrixFailure::Several(problems))
    }
}

/// Whether a store has an entity with a given key.
enum Existence {
    /// The application has no entity of this type.
    NoTable,
    Failed(StoreError),
    Missing,
    /// The store has loaded the entity. `None` if the entity type has no store; every key then counts as existing.
    Exists(Option<Loaded>),
}

async fn find(entities: &EntityRegistry, entity: EntityRef, key: &str) -> Existence {
    let position = entities.position(entity);
    let Some(table) = position.and_then(|position| entities.get(position)) else {
        return Existence::NoTable;
    };
    if !entities.has_store(entity) {
        return Existence::Exists(None);
    }
    let Some(loading) = table.find(key) else {
        return Existence::Missing;
    };
    match loading.finished().await {
        Ok(loaded) => Existence::Exists(Some(loaded)),
        Err(
            NotLoaded::Missing
            | NotLoaded::OtherEntity
            | NotLoaded::OldVersion
            | NotLoaded::SessionEnded
            | NotLoaded::StoreBehind
            | NotLoaded::LinkSpent
            | NotLoaded::TicketSpent,
        ) => Existence::Missing,
        Err(NotLoaded::Store(source)) => Existence::Failed(source),
    }
}

/// Returns another key of the entity's type for which the store has no entity; `None` if no such key was found.
/// Without a store, every other key counts as such a key.
async fn absent_key(
    entities: &EntityRegistry,
    entity: EntityRef,
    key: &str,
) -> Option<Box<RawValue>> {
    for candidate in candidates(key) {
        if candidate == key || !entity.is_key(&candidate) {
            continue;
        }
        let is_absent = match find(entities, entity, &candidate).await {
            Existence::Missing | Existence::Exists(None) => true,
            Existence::NoTable | Existence::Failed(_) | Existence::Exists(Some(_)) => false,
        };
        if is_absent {
            return RawValue::from_string(candidate).ok();
        }
    }
    None
}

/// Returns keys as JSON for which a store is unlikely to have an entity. For an integer `key`, these are the
/// largest values of the integer types; for a text, a random UUID, and `key` with other digits at its end.
fn candidates(key: &str) -> Vec<String> {
    let Some(text) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) else {
        let largest = [
            i64::MAX,
            9_007_199_254_740_991,
            u32::MAX.into(),
            i32::MAX.into(),
            u16::MAX.into(),
            i16::MAX.into(),
            u8::MAX.into(),
            i8::MAX.into(),
        ];
        return largest.map(|number| number.to_string()).into();
    };
    let mut candidates: Vec<String> = uuid().into_iter().collect();
    let head = text.trim_end_matches(|char: char| char.is_ascii_digit());
    let length = text.len() - head.len();
    for digit in ["9", "8", "7", "1"] {
        candidates.push(format!("\"{head}{}\"", digit.repeat(length.max(1))));
    }
    candidates
}

/// Returns a random UUID as JSON, as a key for which a store has no entity
/// ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
fn uuid() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    let mut text = String::from("\"");
    for (position, digit) in hex.chars().enumerate() {
        if matches!(position, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(digit);
    }
    text.push('"');
    Ok(text)
}
