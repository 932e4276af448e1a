//! Requirements, which a caller has to meet besides having a valid token: one file for each kind.
//!
//! A file implements [`Kind`] with everything that is particular to its kind. Only the list at the end of this
//! file names the kinds: the table, the lock file, `defaults!`, the guard and the matrix iterate over the
//! requirements of a route. No method of [`Kind`] and [`Check`] has a default, so a kind that leaves one out
//! does not compile.

mod acr;
mod check;
mod claimed;
mod entity;
mod factor;
mod fresh;
mod names;
mod predicate;
mod role;
#[cfg(test)]
pub(crate) mod samples;
mod scope;
mod set;
mod trial;

use serde_json::Value;

pub(crate) use self::{
    check::{Check, Presented, Setting, Unmet},
    entity::AcceptedEntities,
    scope::is_scope_token,
    trial::{Column, Shortfall, Subject, TokenClaims},
};
pub use self::{
    role::RoleName,
    scope::ScopeName,
    set::{Requirement, Requirements},
};
use crate::{
    entity::EntityRef,
    jwt::claims::RequiredClaims,
    location::SourceLocation,
    policy::{ClaimNames, lock::Words},
    problem::RequirementProblem,
};

/// The functions that expansions call to make requirements.
pub(crate) mod expansion {
    pub use super::{
        acr::{acr, acrs},
        entity::entity,
        factor::{factor, factors},
        fresh::fresh,
        names::Names,
        predicate::predicate,
        role::{role, roles},
        scope::{scope, scopes},
    };
}

/// Returns whether a kind of requirement reads the claim with this name in every configuration.
///
/// Such a claim cannot be configured as the claim of scopes or roles: a token's scopes would then count as its
/// authentication level, for example.
pub(crate) fn is_fixed_claim(name: &str) -> bool {
    AnyKind::FIXED_CLAIMS.contains(&Some(name))
}

/// A kind of requirement, with everything that is particular to it.
pub(crate) trait Kind: Clone + Sized {
    /// The argument's name in an attribute, the first word of its text, and its name in JSON.
    const ARGUMENT: &'static str;

    /// The claim that the kind reads, if its name is fixed and not configured.
    const FIXED_CLAIM: Option<&'static str>;

    /// Returns the requirement's text in the table and the lock file: `role admin`, `any role a b`.
    fn words(&self) -> Vec<String>;

    /// Parses a requirement of this kind from the front of a lock line.
    ///
    /// Returns `Ok(None)` if the next word belongs to another kind.
    ///
    /// # Errors
    ///
    /// Returns [`Malformed`] if the words belong to this kind, but [`words`](Self::words) never writes them so.
    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed>;

    /// Returns the requirement's value in JSON, which the hash of the policy covers too.
    fn json(&self) -> Value;

    /// Parses what [`json`](Self::json) returns; `None` for any other value.
    fn of_json(value: &Value) -> Option<Self>;

    /// Narrows `self`, so that a caller has to meet both `self` and `other`.
    fn narrow(&mut self, other: Self);

    /// Returns whether every caller who meets `self` meets `other`; `false` where this cannot be decided.
    fn implies(&self, other: &Self) -> bool;

    /// Returns the reasons why no caller can meet the requirement on this route, or why it has no effect there.
    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem>;

    /// Makes the check of the requirement at run time; called once for each route.
    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check>;

    /// Returns the matrix's column of callers who miss only this requirement; `None` if there
    /// is no such column.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn column() -> Option<Column>;

    /// Adds claims to a token, so that its caller meets the requirement.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims);

    /// Returns whether this caller meets the requirement with a token that has the claims of
    /// [`grant`](Self::grant).
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_met_by(&self, subject: &Subject<'_>) -> bool;

    /// Returns changes to a token's claims, after each of which this caller misses the requirement.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall>;

    /// Returns whether the loaded entity decides whether a caller of this type meets the
    /// requirement, and not the token.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_decided_by(&self, entity: EntityRef) -> bool;

    /// Returns an example of this kind, for tests that iterate over all kinds.
    #[cfg(test)]
    fn sample() -> Self;
}

/// The error of words in a lock line that are not a canonical requirement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Malformed;

/// The advice of a [`RequirementProblem::KeyInTheWay`] if the claim's name is fixed.
const RENAME_KEY: &str = "give the key another name";

/// The facts about a route that its requirements need to find their problems.
pub(crate) struct Restricted<'r> {
    pub(crate) handler: SourceLocation,
    /// The entities whose tokens the route accepts.
    pub(crate) callers: Vec<EntityRef>,
    /// Whether the route names these entities; otherwise they are all entities of the application.
    pub(crate) names_callers: bool,
    pub(crate) claims_only: bool,
    pub(crate) claim_names: &'r ClaimNames,
}

impl Restricted<'_> {
    /// Returns a problem if the key claim of an accepted entity has the name of the claim that
    /// a requirement reads.
    ///
    /// An entity's key would then count as a scope, role or level.
    fn key_in_the_way(&self, claim: &str, advice: &'static str) -> Option<RequirementProblem> {
        let entity = self.callers.iter().find(|entity| entity.key() == claim)?;
        Some(RequirementProblem::KeyInTheWay {
            handler: self.handler.clone(),
            claim: claim.to_owned(),
            entity: entity.type_name(),
            advice,
        })
    }
}

/// Writes the enum of all kinds, whose methods call those of the kind.
macro_rules! kinds {
    ($($Kind:ident($module:ident::$Type:ident),)+) => {
        /// A requirement of any kind.
        #[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub(crate) enum AnyKind {
            $($Kind($module::$Type),)+
        }

        $(impl From<$module::$Type> for AnyKind {
            fn from(requirement: $module::$Type) -> Self {
                Self::$Kind(requirement)
            }
        })+

        impl AnyKind {
            /// The names of all kinds' arguments, in the order of the kinds.
            pub(super) const ARGUMENTS: &'static [&'static str] = &[$($module::$Type::ARGUMENT),+];

            const FIXED_CLAIMS: &'static [Option<&'static str>] = &[$($module::$Type::FIXED_CLAIM),+];

            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![$(Self::$Kind(Kind::sample())),+]
            }

            pub(crate) fn argument(&self) -> &'static str {
                match self { $(Self::$Kind(_) => $module::$Type::ARGUMENT,)+ }
            }

            /// Returns the kinds' columns in the matrix, each with the argument's name of its kind.
            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn columns() -> Vec<(&'static str, Column)> {
                [$(($module::$Type::ARGUMENT, $module::$Type::column()),)+]
                    .into_iter()
                    .filter_map(|(argument, column)| Some((argument, column?)))
                    .collect()
            }

            /// Parses all requirements from the front of a lock line, which has them in the order of the kinds.
            pub(crate) fn parse_all(words: &mut Words<'_>) -> Result<Vec<Self>, Malformed> {
                let mut all = Vec::new();
                $(all.extend($module::$Type::parse(words)?.map(Self::$Kind));)+
                Ok(all)
            }

            /// Narrows `self` by `other` if both are of one kind; otherwise returns `other` as the error.
            pub(crate) fn narrow(&mut self, other: Self) -> Result<(), Self> {
                match (self, other) {
                    $((Self::$Kind(this), Self::$Kind(other)) => {
                        this.narrow(other);
                        Ok(())
                    })+
                    (_, other) => Err(other),
                }
            }

            pub(crate) fn implies(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$Kind(this), Self::$Kind(other)) => this.implies(other),)+
                    _ => false,
                }
            }

            pub(crate) fn words(&self) -> Vec<String> {
                match self { $(Self::$Kind(kind) => kind.words(),)+ }
            }

            pub(crate) fn json(&self) -> Value {
                match self { $(Self::$Kind(kind) => kind.json(),)+ }
            }

            /// Parses a requirement from the argument's name and its value in JSON.
            pub(crate) fn of_json(argument: &str, value: &Value) -> Option<Self> {
                match argument {
                    $($module::$Type::ARGUMENT => $module::$Type::of_json(value).map(Self::$Kind),)+
                    _ => None,
                }
            }

            pub(crate) fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem> {
                match self { $(Self::$Kind(kind) => kind.problems(route),)+ }
            }

            pub(crate) fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check> {
                match self { $(Self::$Kind(kind) => kind.check(setting),)+ }
            }

            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims) {
                match self { $(Self::$Kind(kind) => kind.grant(subject, claims),)+ }
            }

            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn is_met_by(&self, subject: &Subject<'_>) -> bool {
                match self { $(Self::$Kind(kind) => kind.is_met_by(subject),)+ }
            }

            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall> {
                match self { $(Self::$Kind(kind) => kind.shortfalls(subject),)+ }
            }

            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn is_decided_by(&self, entity: EntityRef) -> bool {
                match self { $(Self::$Kind(kind) => kind.is_decided_by(entity),)+ }
            }
        }
    };
}

// In the order of the columns, words and checks. A new kind needs a line here and a file in this directory.
kinds! {
    Entity(entity::AcceptedEntities),
    Scope(scope::Scope),
    Role(role::Role),
    Acr(acr::Acr),
    Factor(factor::Factor),
    Fresh(fresh::Fresh),
    Predicate(predicate::Predicate),
}

// Each kind reads at most one claim, so the slots suffice for every route.
const _: () = assert!(AnyKind::ARGUMENTS.len() <= RequiredClaims::MAXIMUM);

#[cfg(test)]
mod tests;
