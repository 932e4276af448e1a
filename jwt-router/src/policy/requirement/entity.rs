//! The requirement `entity = User` or `entity = any(User, ApiKey)`: the token names one of these entities.

use serde_json::Value;

use super::{
    Check, ClaimFault, Column, Kind, Malformed, Presented, Requirement, Restricted, Setting,
    Shortfall, Subject, TokenClaims, Unmet,
};
use crate::{
    entity::{Caller, EntityRef},
    jwt::claims::TableIndex,
    policy::{
        lock::Words,
        plain::{parse_word, word},
    },
    problem::RequirementProblem,
    rejection::RejectionKind,
};

/// Returns the requirement that the token names one of these entities.
#[must_use]
pub fn entity(entities: &[EntityRef]) -> Requirement {
    AcceptedEntities::of(entities).into()
}

/// The requirement that the token names one of the listed entities.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct AcceptedEntities {
    /// The tables of the accepted entities (the names of their types in tokens), sorted by name, without
    /// duplicates. The list becomes empty if two requirements without a common entity are combined; then no token
    /// meets the requirement.
    tables: Vec<Table>,
}

/// The table of an accepted entity, which is the name of the entity's type in tokens. Two tables are equal if
/// their names are.
#[derive(Clone, Debug)]
struct Table {
    name: String,
    /// The entity with this table; `None` if the requirement was parsed from a lock file or from JSON, which
    /// contain only names.
    entity: Option<EntityRef>,
}

impl AcceptedEntities {
    pub(crate) fn of(entities: &[EntityRef]) -> Self {
        let tables = entities.iter().map(|entity| Table {
            name: entity.table().to_owned(),
            entity: Some(*entity),
        });
        Self::new(tables.collect())
    }

    fn new(mut tables: Vec<Table>) -> Self {
        tables.sort();
        tables.dedup();
        Self { tables }
    }

    /// Iterates over the accepted entities whose Rust types are known. An entity that was parsed from a lock file
    /// or from JSON is left out, because a file contains only its table.
    pub(crate) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        self.tables.iter().filter_map(|table| table.entity)
    }

    /// Returns whether the requirement accepts tokens of this table (the name of an entity's type in tokens).
    pub(crate) fn accepts(&self, table: &str) -> bool {
        self.tables.iter().any(|known| known.name == table)
    }
}

#[cfg(test)]
impl AcceptedEntities {
    pub(super) fn named(tables: &[&str]) -> Self {
        let tables = tables.iter().map(|name| Table {
            name: (*name).to_owned(),
            entity: None,
        });
        Self::new(tables.collect())
    }
}

impl Kind for AcceptedEntities {
    const ARGUMENT: &'static str = "entity";
    const FIXED_CLAIM: Option<&'static str> = None;

    /// Returns the accepted tables as one word of the lock file (a text between two commas): `users` for one table, and
    /// `any api_keys users` for two. The argument's name `entity` is left out, because the words of every protected
    /// route begin with its entities.
    fn words(&self) -> Vec<String> {
        let names: Vec<String> = self.tables.iter().map(|table| word(&table.name)).collect();
        match names.as_slice() {
            [name] => vec![name.clone()],
            names => vec![format!("any {}", names.join(" "))],
        }
    }

    /// Parses the accepted entities from the first word (the text before the first comma) of a protected route's
    /// policy in the lock file. [`Words`] keeps this word apart, because it does not begin with an argument's name as
    /// the other words do.
    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed> {
        let Some(text) = words.take_entity() else {
            return Ok(None);
        };
        let names = text.strip_prefix("any ").unwrap_or(text);
        let tables: Option<Vec<Table>> = names.split(' ').map(Table::parse).collect();
        Ok(Some(Self::new(tables.ok_or(Malformed)?)))
    }

    fn json(&self) -> Value {
        let names = self.tables.iter().map(|table| table.name.as_str());
        names.collect()
    }

    fn of_json(value: &Value) -> Option<Self> {
        let names = value.as_array().filter(|names| !names.is_empty())?;
        let tables = names.iter().map(|name| {
            Some(Table {
                name: name.as_str()?.to_owned(),
                entity: None,
            })
        });
        Some(Self::new(tables.collect::<Option<_>>()?))
    }

    fn narrow(&mut self, other: Self) {
        // Two types with the same table name are different entities, and no token is of both.
        let is_other = |table: &Table| other.tables.iter().any(|other| table.is_same(other));
        self.tables.retain(is_other);
    }

    fn implies(&self, other: &Self) -> bool {
        self.tables.iter().all(|table| other.accepts(&table.name))
    }

    fn problems(&self, _route: &Restricted<'_>) -> Vec<RequirementProblem> {
        Vec::new()
    }

    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
        let entities = setting.entities;
        // An unregistered entity has no index, and matches no caller.
        let tables = self
            .entities()
            .filter_map(|entity| entities.position(entity));
        Box::new(EntityCheck {
            tables: tables.collect(),
        })
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        false
    }

    /// Returns `None`. The test matrix, which calls every route with every kind of caller, already has a column (a
    /// kind of caller) for each entity.
    fn column() -> Option<Column> {
        None
    }

    fn grant(&self, _subject: &Subject<'_>, _claims: &mut TokenClaims) {}

    fn is_met_by(&self, subject: &Subject<'_>) -> bool {
        self.accepts(subject.entity.table())
    }

    fn shortfalls(&self, _subject: &Subject<'_>) -> Vec<Shortfall> {
        Vec::new()
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self::named(&["teachers"])
    }
}

impl Table {
    /// Returns whether both tables have the same name and, if their entity types are known, the same entity type.
    fn is_same(&self, other: &Self) -> bool {
        let types = self.entity.zip(other.entity);
        self == other && types.is_none_or(|(entity, other)| entity.is_same(other))
    }

    fn parse(text: &str) -> Option<Self> {
        Some(Self {
            name: parse_word(text)?,
            entity: None,
        })
    }
}

/// Compares only the names of the tables, because a table that is parsed from a lock file has no entity type.
/// Within one application, no two entities have the same table.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Table {}

impl Ord for Table {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name.cmp(&other.name)
    }
}

impl PartialOrd for Table {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

struct EntityCheck {
    tables: Box<[TableIndex]>,
}

impl Check for EntityCheck {
    fn admits(&self, table: TableIndex) -> bool {
        self.tables.contains(&table)
    }

    fn check_claims(&self, _presented: &Presented<'_>) -> Result<(), ClaimFault> {
        Ok(())
    }

    fn is_met_by_caller(&self, _caller: &Caller) -> bool {
        true
    }

    fn awaits_predicate(&self) -> bool {
        false
    }

    fn unmet(&self, _fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientScope,
            code: "other_entity",
            challenge: None,
        }
    }
}
