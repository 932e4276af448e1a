//! Somebody to call as, and somebody who does not exist.

use getrandom::Error;
use serde_json::value::RawValue;

use super::failure::Failure;
use crate::{
    app::Origin,
    entity::{Entity, EntityRef, EntityRegistry, Loaded, Loading, NotLoaded, StoreError},
};

/// An entity that its store is said to have.
pub(super) struct Sample {
    pub(super) entity: EntityRef,
    /// As JSON.
    pub(super) key: String,
}

/// An entity that its store has, with a key of the same type that it has not.
pub(super) struct Person {
    pub(super) entity: EntityRef,
    pub(super) key: Box<RawValue>,
    /// The entity, where there is a store to ask.
    pub(super) loaded: Option<Loaded>,
    /// `None` when every key that was tried is somebody's.
    pub(super) nobody: Option<Box<RawValue>>,
}

impl Sample {
    pub(super) fn of<E: Entity>(sample: &E) -> Self {
        Self {
            entity: EntityRef::of::<E>(),
            // What is no JSON is no key either, and is told as one that cannot be signed.
            key: serde_json::to_string(sample.key()).unwrap_or_default(),
        }
    }
}

/// Checks that every table has a sample, and every sample its row.
pub(super) async fn check(origin: &Origin, samples: Vec<Sample>) -> Result<Vec<Person>, Failure> {
    let entities = &*origin.entities;
    let mut problems = Vec::new();
    for known in entities.tables() {
        if !samples
            .iter()
            .any(|sample| sample.entity.is_same(known.entity))
        {
            problems.push(Failure::NoSample(known.entity.type_name()));
        }
    }
    let mut people = Vec::new();
    for sample in samples {
        let name = sample.entity.type_name();
        match find(entities, sample.entity, &sample.key).await {
            Found::NoTable => problems.push(Failure::UnknownEntity(name)),
            Found::NoAnswer(source) => problems.push(Failure::Store { name, source }),
            Found::Nobody => problems.push(Failure::NotInStore(name)),
            Found::Somebody(loaded) => match RawValue::from_string(sample.key) {
                Err(_) => problems.push(Failure::NotInStore(name)),
                Ok(key) => people.push(Person {
                    nobody: nobody(entities, sample.entity, key.get()).await,
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
        Err(Failure::Several(problems))
    }
}

/// What there is of a key.
enum Found {
    /// The application does not know the table.
    NoTable,
    NoAnswer(StoreError),
    Nobody,
    /// `None` where there is no store to ask: whoever has a token is somebody.
    Somebody(Option<Loaded>),
}

async fn find(entities: &EntityRegistry, entity: EntityRef, key: &str) -> Found {
    let position = entities.position(entity);
    let Some(table) = position.and_then(|position| entities.get(position)) else {
        return Found::NoTable;
    };
    if !entities.has_store(entity) {
        return Found::Somebody(None);
    }
    let found = match table.load(key) {
        None => return Found::Nobody,
        Some(Loading::Ready(found)) => found,
        Some(Loading::Pending(answer)) => answer.await,
    };
    match found {
        Ok(loaded) => Found::Somebody(Some(loaded)),
        Err(NotLoaded::Missing | NotLoaded::OtherEntity) => Found::Nobody,
        Err(NotLoaded::Store(source)) => Found::NoAnswer(source),
    }
}

/// A key that could be this entity's, and is nobody's.
async fn nobody(entities: &EntityRegistry, entity: EntityRef, key: &str) -> Option<Box<RawValue>> {
    for candidate in candidates(key) {
        if candidate == key || !entity.is_key(&candidate) {
            continue;
        }
        let is_nobody = match find(entities, entity, &candidate).await {
            Found::Nobody | Found::Somebody(None) => true,
            Found::NoTable | Found::NoAnswer(_) | Found::Somebody(Some(_)) => false,
        };
        if is_nobody {
            return RawValue::from_string(candidate).ok();
        }
    }
    None
}

/// Keys that hardly anybody has: the largest of each type of number, random UUIDs, and the key
/// itself with other digits at its end.
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

/// A random UUID as JSON ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
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
