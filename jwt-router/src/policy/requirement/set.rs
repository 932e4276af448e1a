//! A requirement of any kind, and the set of requirements of one route.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    ser::SerializeMap as _,
};
use serde_json::Value;

use super::{AnyKind, Check, Restricted, Setting, entity::AcceptedEntities};
use crate::{policy::lock::Words, problem::RequirementProblem};

/// The requirements of a route, which a caller has to meet besides having a valid token.
///
/// The requirements are in the order in which the policy table prints them;
/// [the guide](crate::guide::requirements) explains each kind. With serde, they are an object. Each member is one
/// requirement, and has the name of the attribute argument that adds it:
/// `{"entity": ["users"], "role": [{"all": ["admin"]}], "fresh": 900}`.
///
/// # Examples
///
/// ```
/// use jwt_router::{Requirement, prelude::*};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// #[protected(POST, "/pay", fresh = "15m", register = false)]
/// async fn pay(_g: G<User>) {}
///
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
/// #     .entity::<User>(MemoryStore::new([])).build()?;
/// let app = jwt.app_with((), routes![pay]).build()?;
/// let requirements = &app.policy().routes()[0].requirements;
/// assert_eq!(requirements.get("fresh").map(ToString::to_string).as_deref(), Some("fresh 15m"));
/// assert_eq!(requirements.to_string(), "users, fresh 15m");
/// assert!(requirements.iter().all(|requirement|
/// Requirement::arguments().contains(&requirement.argument())));
/// assert!(!requirements.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Requirements {
    /// The requirements, sorted by kind, with at most one of each kind.
    all: Vec<Requirement>,
}

/// One requirement of a route, such as `role = "admin"`. The type [`Requirements`] has an example.
///
/// `Display` writes the requirement as the policy table does: `role admin`, `any scope a b`, `fresh 15m`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Requirement(pub(super) AnyKind);

impl<K: Into<AnyKind>> From<K> for Requirement {
    fn from(kind: K) -> Self {
        Self(kind.into())
    }
}

impl Requirement {
    /// Returns the name of the attribute's argument that adds the requirement, such as `entity` or `role`. The
    /// name is one of [`arguments`](Self::arguments).
    #[must_use]
    pub fn argument(&self) -> &'static str {
        self.0.argument()
    }

    /// Returns the argument names of all kinds of requirements, such as `entity` and `role`.
    #[must_use]
    pub const fn arguments() -> &'static [&'static str] {
        AnyKind::ARGUMENTS
    }

    pub(crate) const fn kind(&self) -> &AnyKind {
        &self.0
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.words().join(", "))
    }
}

impl Requirements {
    /// Iterates over the requirements, in the order of the policy table.
    pub fn iter(&self) -> impl Iterator<Item = &Requirement> {
        self.all.iter()
    }

    /// Returns the requirement that the attribute's argument with this name adds, such as `fresh`; `None` if the
    /// route has no such requirement.
    #[must_use]
    pub fn get(&self, argument: &str) -> Option<&Requirement> {
        self.iter()
            .find(|requirement| requirement.argument() == argument)
    }

    /// Returns whether there are no requirements, so that a protected route lets in every caller with a valid
    /// token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds a requirement to the set. If the set has a requirement of the same kind, combines both into one, so
    /// that a caller has to meet both.
    pub(crate) fn add(&mut self, requirement: Requirement) {
        let mut left = Some(requirement.0);
        for known in &mut self.all {
            left = left.and_then(|kind| known.0.narrow(kind).err());
        }
        if let Some(kind) = left {
            self.all.push(Requirement(kind));
            self.all.sort();
        }
    }

    /// Adds all requirements of `other` to the set.
    pub(crate) fn extend(&mut self, other: Self) {
        for requirement in other.all {
            self.add(requirement);
        }
    }

    /// Returns the entities whose tokens the route accepts; `None` if the route accepts the tokens of every
    /// entity.
    pub(crate) fn entity(&self) -> Option<&AcceptedEntities> {
        self.iter().find_map(|requirement| {
            if let AnyKind::Entity(entity) = requirement.kind() {
                Some(entity)
            } else {
                None
            }
        })
    }

    /// Returns the full path of the route's predicate, the function of `guard = ..`; `None` if the route has no
    /// predicate.
    pub(crate) fn predicate(&self) -> Option<&str> {
        self.iter().find_map(|requirement| {
            if let AnyKind::Predicate(predicate) = requirement.kind() {
                Some(predicate.path())
            } else {
                None
            }
        })
    }

    /// Returns the problems of all requirements on this route, such as a role that no caller can have.
    pub(crate) fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
        self.iter()
            .flat_map(|requirement| requirement.0.problems(route))
            .collect()
    }

    /// Creates the checks of all requirements, which the guard calls for each request.
    pub(crate) fn checks(&self, setting: &mut Setting<'_>) -> Box<[Box<dyn Check>]> {
        let checks = self.iter().map(|requirement| requirement.0.check(setting));
        checks.collect()
    }

    /// Returns whether every caller who meets these requirements also meets the requirements of `other`; `false`
    /// if this cannot be decided.
    pub(crate) fn imply(&self, other: &Self) -> bool {
        let is_kept = |was: &Requirement| self.iter().any(|is| is.0.implies(&was.0));
        other.iter().all(is_kept)
    }

    /// Returns the texts of the requirements in the policy table and the lock file, such as `role admin`.
    pub(crate) fn words(&self) -> Vec<String> {
        self.iter()
            .flat_map(|requirement| requirement.0.words())
            .collect()
    }

    /// Parses the requirements from the words (texts between commas) of a line in the lock file `routes.lock`,
    /// such as `users` and `role admin`.
    pub(crate) fn parse(words: &mut Words<'_>) -> Result<Self, super::Malformed> {
        let all = AnyKind::parse_all(words)?;
        Ok(Self {
            all: all.into_iter().map(Requirement).collect(),
        })
    }
}

impl FromIterator<Requirement> for Requirements {
    fn from_iter<I: IntoIterator<Item = Requirement>>(requirements: I) -> Self {
        let mut all = Self::default();
        for requirement in requirements {
            all.add(requirement);
        }
        all
    }
}

impl fmt::Display for Requirements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(", "))
    }
}

impl Serialize for Requirements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.all.len()))?;
        for requirement in self.iter() {
            object.serialize_entry(requirement.argument(), &requirement.0.json())?;
        }
        object.end()
    }
}

impl<'de> Deserialize<'de> for Requirements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReadRequirements)
    }
}

/// A serde visitor that deserializes [`Requirements`] from an object.
struct ReadRequirements;

impl<'de> Visitor<'de> for ReadRequirements {
    type Value = Requirements;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with a member for each requirement")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Requirements, A::Error> {
        let mut all = Requirements::default();
        while let Some((argument, value)) = members.next_entry::<String, Value>()? {
            if !AnyKind::ARGUMENTS.contains(&argument.as_str()) {
                return Err(A::Error::unknown_field(&argument, AnyKind::ARGUMENTS));
            }
            if all.get(&argument).is_some() {
                return Err(A::Error::custom(format_args!(
                    "`{argument}` is there twice"
                )));
            }
            let requirement = AnyKind::of_json(&argument, &value).ok_or_else(|| {
                A::Error::custom(format_args!(
                    "`{argument}` has not the form of a policy table"
                ))
            })?;
            all.add(Requirement(requirement));
        }
        Ok(all)
    }
}
