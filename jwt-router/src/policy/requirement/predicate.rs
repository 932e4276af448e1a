//! The requirement `guard = owns_post`: the predicate `owns_post`, a function of the application, has to let the
//! caller in.

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

/// Returns the requirement that the predicate (the function of `guard = ..`) at this path lets the caller in.
///
/// `path` is the function's path as the attribute writes it, and `module` is the full path of the module that
/// contains the attribute.
#[must_use]
pub fn predicate(path: &'static str, module: &'static str) -> Requirement {
    Predicate(absolute(path, module)).into()
}

/// The requirement that a predicate, the function of `guard = ..`, lets the caller in. The field is the function's
/// full path, such as `shop::posts::owns`.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Predicate(String);

impl Predicate {
    pub(crate) fn path(&self) -> &str {
        &self.0
    }
}

/// Turns the path of a predicate, as it is written in `module`, into a full path that starts with the crate's
/// name.
///
/// Only the text is resolved: a name that `use` imports into the module counts as a name of that module.
/// `std::any::type_name` of the function would see the import, but its output is neither stable nor unique.
fn absolute(path: &str, module: &str) -> String {
    if let Some(path) = path.strip_prefix("::") {
        return path.to_owned();
    }
    let (mut module, mut rest) = (module, path);
    if let Some(path) = rest.strip_prefix("crate::") {
        let name = module.split("::").next().unwrap_or(module);
        return format!("{name}::{path}");
    }
    loop {
        if let Some(path) = rest.strip_prefix("self::") {
            rest = path;
        } else if let Some(path) = rest.strip_prefix("super::") {
            rest = path;
            module = module.rsplit_once("::").map_or(module, |(above, _)| above);
        } else {
            return format!("{module}::{rest}");
        }
    }
}

#[cfg(test)]
impl Predicate {
    pub(super) fn at(path: &str) -> Self {
        Self(path.to_owned())
    }
}

impl Kind for Predicate {
    const ARGUMENT: &'static str = "guard";
    const FIXED_CLAIM: Option<&'static str> = None;

    fn words(&self) -> Vec<String> {
        vec![format!("{} {}", Self::ARGUMENT, word(&self.0))]
    }

    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed> {
        let Some(path) = words.take(Self::ARGUMENT) else {
            return Ok(None);
        };
        let path = parse_word(path).ok_or(Malformed)?;
        Ok(Some(Self(path)))
    }

    fn json(&self) -> Value {
        self.0.as_str().into()
    }

    fn of_json(value: &Value) -> Option<Self> {
        let path = value.as_str().filter(|path| !path.is_empty())?;
        Some(Self(path.to_owned()))
    }

    /// Does nothing, because a route never has two predicates: the attribute names at most one, and `defaults!`
    /// cannot name any.
    fn narrow(&mut self, _other: Self) {}

    /// Returns whether both paths are equal, because two different functions may let in different callers.
    fn implies(&self, other: &Self) -> bool {
        self == other
    }

    /// Returns no problem. The module `app` reports the problems of predicates, because it knows the arguments of
    /// the functions.
    fn problems(&self, _route: &Restricted<'_>) -> Vec<RequirementProblem> {
        Vec::new()
    }

    fn check(&self, _setting: &mut Setting<'_>) -> Box<dyn Check> {
        Box::new(PredicateCheck)
    }

    fn reads_login(&self, _callers: &[EntityRef]) -> bool {
        false
    }

    /// Returns `None`, because the test matrix cannot know which callers the predicate refuses.
    fn column() -> Option<Column> {
        None
    }

    fn grant(&self, _subject: &Subject<'_>, _claims: &mut TokenClaims) {}

    fn is_met_by(&self, _subject: &Subject<'_>) -> bool {
        true
    }

    fn shortfalls(&self, _subject: &Subject<'_>) -> Vec<Shortfall> {
        Vec::new()
    }

    fn is_decided_by(&self, _entity: EntityRef) -> bool {
        false
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self::at("shop::owns")
    }
}

struct PredicateCheck;

impl Check for PredicateCheck {
    fn admits(&self, _table: TableIndex) -> bool {
        true
    }

    fn check_claims(&self, _presented: &Presented<'_>) -> Result<(), ClaimFault> {
        Ok(())
    }

    fn is_met_by_caller(&self, _caller: &Caller) -> bool {
        true
    }

    fn awaits_predicate(&self) -> bool {
        true
    }

    fn unmet(&self, _fault: Option<ClaimFault>) -> Unmet<'_> {
        Unmet {
            kind: RejectionKind::InsufficientScope,
            code: "predicate_refused",
            challenge: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(absolute(path, "shop::posts::admin"), expected);
    }

    #[test]
    fn a_path_is_resolved_from_the_crate_on() {
        check("owns", "shop::posts::admin::owns");
        check("guards::owns", "shop::posts::admin::guards::owns");
        check("self::owns", "shop::posts::admin::owns");
        check("super::owns", "shop::posts::owns");
        check("super::super::owns", "shop::owns");
        check("crate::owns", "shop::owns");
        check("::policies::owns", "policies::owns");
    }
}
