//! Lists of required names, such as roles. In an attribute, `"a"` and `["a", "b"]` require all of the names, and
//! `any("a", "b")` requires at least one of them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Malformed, Shortfall};
use crate::{
    location::SourceLocation,
    policy::{lock::Words, plain},
    problem::RequirementProblem,
};

/// The names in one argument of an attribute, such as `role = ["a", "b"]`. Each name is stored as a function that
/// returns the name, because the attribute's expansion writes the list as a constant, and a constant cannot call a
/// method of a trait, such as `RoleName::name`.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::exhaustive_enums,
    reason = "no part of the public API: expansions name it"
)]
pub enum Names {
    /// The caller needs all of the names.
    All(&'static [fn() -> &'static str]),
    /// The caller needs at least one of the names.
    Any(&'static [fn() -> &'static str]),
}

/// A list of names, such as roles, of which a caller needs all or at least one. It is sorted, without
/// duplicates.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum NameSet {
    /// The caller needs all of the names.
    All(Vec<String>),
    /// The caller needs at least one of the names. A list with a single name is always `All`.
    Any(Vec<String>),
}

/// The names that a requirement lists, such as roles. The caller needs all names of each `All` list, and at least
/// one name of each `Any` list.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(super) struct NameSets(Vec<NameSet>);

impl NameSet {
    /// Returns the list of these names, sorted and without duplicates. The list is `All` if `is_all` is `true` or
    /// if there is only one name, and `Any` otherwise.
    pub(super) fn new(is_all: bool, mut names: Vec<String>) -> Self {
        names.sort_unstable();
        names.dedup();
        if is_all || names.len() == 1 {
            Self::All(names)
        } else {
            Self::Any(names)
        }
    }

    pub(super) fn names(&self) -> &[String] {
        match self {
            Self::All(names) | Self::Any(names) => names,
        }
    }

    fn is_met_by(&self, has: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::All(names) => names.iter().all(|name| has(name)),
            Self::Any(names) => names.iter().any(|name| has(name)),
        }
    }

    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All(has), Self::All(needs)) => needs.iter().all(|name| has.contains(name)),
            (Self::All(has), Self::Any(needs)) => needs.iter().any(|name| has.contains(name)),
            (Self::Any(has), Self::Any(needs)) => has.iter().all(|name| needs.contains(name)),
            // A caller with one of several names need not have any particular one of them.
            (Self::Any(_), Self::All(_)) => false,
        }
    }

    /// Returns the list as text for the policy table and the lock file `routes.lock`: `role admin` or
    /// `any role a b` for the argument `role`.
    fn words(&self, argument: &str) -> String {
        let names: Vec<String> = self.names().iter().map(|name| plain::word(name)).collect();
        let names = names.join(" ");
        match self {
            Self::All(_) => format!("{argument} {names}"),
            Self::Any(_) => format!("any {argument} {names}"),
        }
    }
}

impl From<Names> for NameSet {
    fn from(names: Names) -> Self {
        let (is_all, names) = match names {
            Names::All(names) => (true, names),
            Names::Any(names) => (false, names),
        };
        Self::new(is_all, names.iter().map(|name| name().to_owned()).collect())
    }
}

impl From<Names> for NameSets {
    fn from(names: Names) -> Self {
        Self(vec![names.into()])
    }
}

impl NameSets {
    /// Returns the lists in canonical form: the `All` lists are merged into one, and an `Any` list is left out if
    /// one of its names is required anyway.
    pub(super) fn new(sets: Vec<NameSet>) -> Self {
        let mut all = Vec::new();
        let mut any = Vec::new();
        for set in sets {
            match set {
                NameSet::All(names) => all.extend(names),
                NameSet::Any(names) => any.push(names),
            }
        }
        any.retain(|names| !names.iter().any(|name| all.contains(name)));
        let mut sets: Vec<NameSet> = any.into_iter().map(NameSet::Any).collect();
        if !all.is_empty() {
            sets.push(NameSet::new(true, all));
        }
        sets.sort_unstable();
        sets.dedup();
        Self(sets)
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self::new(vec![NameSet::new(
            false,
            vec!["a".to_owned(), "b".to_owned()],
        )])
    }

    pub(super) fn narrow(&mut self, other: Self) {
        let mut sets = std::mem::take(&mut self.0);
        sets.extend(other.0);
        *self = Self::new(sets);
    }

    /// Returns whether `self` is at least as strict as `other`: every caller who meets each list of `self` also
    /// meets each list of `other`.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let is_kept = |was: &NameSet| self.0.iter().any(|is| is.implies(was));
        other.0.iter().all(is_kept)
    }

    pub(super) fn is_met_by(&self, has: impl Fn(&str) -> bool) -> bool {
        self.0.iter().all(|set| set.is_met_by(&has))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter().flat_map(NameSet::names)
    }

    pub(super) fn words(&self, argument: &str) -> Vec<String> {
        self.0.iter().map(|set| set.words(argument)).collect()
    }

    pub(super) fn json(&self) -> Value {
        json!(self)
    }

    /// Parses the lists from JSON, such as `[{"all": ["a"]}, {"any": ["b", "c"]}]`. Returns `None` for another
    /// form, an empty array, or a list without names.
    pub(super) fn of_json(value: &Value) -> Option<Self> {
        let sets = Vec::<NameSet>::deserialize(value).ok()?;
        if sets.is_empty() || sets.iter().any(|set| set.names().is_empty()) {
            return None;
        }
        let sets = sets.into_iter().map(|set| match set {
            NameSet::All(names) => NameSet::new(true, names),
            NameSet::Any(names) => NameSet::new(false, names),
        });
        Some(Self::new(sets.collect()))
    }

    /// Parses the lists of this argument from the next words (texts between commas) in a line of the lock file
    /// `routes.lock`, such as `any role a b` for `role`; `Ok(None)` if the next word belongs to another argument.
    pub(super) fn parse(words: &mut Words<'_>, argument: &str) -> Result<Option<Self>, Malformed> {
        let mut sets = Vec::new();
        loop {
            let (is_all, names) = match words.take(argument) {
                Some(names) => (true, names),
                None => match words.take(&format!("any {argument}")) {
                    Some(names) => (false, names),
                    None => break,
                },
            };
            let names: Option<Vec<String>> = names.split(' ').map(plain::parse_word).collect();
            sets.push(NameSet::new(is_all, names.ok_or(Malformed)?));
        }
        Ok((!sets.is_empty()).then(|| Self::new(sets)))
    }

    /// Returns a problem if there is no list, or if a list has no names. Without a list, and with an empty `All`
    /// list alone, the requirement would let in every caller.
    pub(super) fn empty(
        &self,
        handler: &SourceLocation,
        argument: &'static str,
    ) -> Option<RequirementProblem> {
        let is_empty = self.0.is_empty() || self.0.iter().any(|set| set.names().is_empty());
        is_empty.then(|| RequirementProblem::EmptyRequirement {
            handler: handler.clone(),
            argument,
        })
    }

    /// Returns changes to a token that has all names. After each change alone, the token lacks one name of an
    /// `All` list, or every name of an `Any` list. The test matrix sends each changed token and expects a refusal.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    pub(super) fn shortfalls(
        &self,
        argument: &str,
        claim: &str,
        value: impl Fn(&[String]) -> Value,
    ) -> Vec<Shortfall> {
        let all: Vec<String> = sorted(self.names().cloned());
        let but = |missing: &[String]| {
            let names = all.iter().filter(|name| !missing.contains(name));
            names.cloned().collect::<Vec<String>>()
        };
        let shortfall = |missing: &[String], words: String| {
            let names = but(missing);
            Shortfall {
                claim: claim.to_owned(),
                value: (!names.is_empty()).then(|| value(&names)),
                words,
            }
        };
        let mut shortfalls = Vec::new();
        for set in &self.0 {
            match set {
                NameSet::All(names) => shortfalls.extend(names.iter().map(|missing| {
                    let words = format!("without the {argument} `{missing}`");
                    shortfall(std::slice::from_ref(missing), words)
                })),
                NameSet::Any(names) => {
                    let words = format!("without any of the {argument}s `{}`", names.join("`, `"));
                    shortfalls.push(shortfall(names, words));
                }
            }
        }
        shortfalls
    }
}

/// Generates the methods of [`Kind`](super::Kind) that are the same for every requirement that consists of
/// [`NameSets`], such as `words` and `narrow`.
macro_rules! kind_of_names {
    () => {
        fn words(&self) -> Vec<String> {
            self.0.words(Self::ARGUMENT)
        }

        fn parse(
            words: &mut $crate::policy::lock::Words<'_>,
        ) -> Result<Option<Self>, $crate::policy::requirement::Malformed> {
            Ok(NameSets::parse(words, Self::ARGUMENT)?.map(Self))
        }

        fn json(&self) -> ::serde_json::Value {
            self.0.json()
        }

        fn of_json(value: &::serde_json::Value) -> Option<Self> {
            NameSets::of_json(value).map(Self)
        }

        fn narrow(&mut self, other: Self) {
            self.0.narrow(other.0);
        }

        fn implies(&self, other: &Self) -> bool {
            self.0.implies(&other.0)
        }

        #[cfg(test)]
        fn sample() -> Self {
            Self(NameSets::sample())
        }
    };
}
pub(super) use kind_of_names;

/// Returns the names sorted, without duplicates.
pub(super) fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    names.dedup();
    names
}
