//! What a route requires of a caller besides a valid token: one file for each kind of requirement.
//!
//! A kind has everything that is particular to it in its file, as its implementation of [`Kind`]. The list
//! at the end of this file names the kinds, and nothing else does: the table, the lock file, `defaults!`,
//! the guard and the matrix go over the requirements of a route. No method of [`Kind`] and of [`Check`] has
//! a default, so a kind that leaves one out does not compile.

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
    entity::Entity,
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
    location::Location,
    policy::{ClaimNames, lock::Words},
    problem::RequirementProblem,
};

/// What expansions call to make requirements.
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

/// Returns whether a requirement reads the claim of this name in every configuration.
///
/// A configuration that gave the claim another meaning would let scopes or roles pass for a login.
pub(crate) fn is_fixed_claim(name: &str) -> bool {
    AnyKind::FIXED_CLAIMS.contains(&Some(name))
}

/// A kind of requirement, with everything that is particular to it.
pub(crate) trait Kind: Clone + Sized {
    /// The argument's name in an attribute, the first word of its text, and its name in JSON.
    const ARGUMENT: &'static str;

    /// The claim that it reads, where no configuration gives the claim another name.
    const FIXED_CLAIM: Option<&'static str>;

    /// Returns its text in the table and the lock file: `role admin`, `any role a b`.
    fn words(&self) -> Vec<String>;

    /// Takes its words from the front of a lock line.
    ///
    /// Returns `Ok(None)` when the next word is another requirement's.
    ///
    /// # Errors
    ///
    /// Returns [`Malformed`] when the words are its own, and not as [`words`](Self::words) writes them.
    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed>;

    /// Returns its value in JSON, which is also what the hash of the policy covers.
    fn json(&self) -> Value;

    /// Returns the requirement whose [`json`](Self::json) this is; `None` where there is none.
    fn of_json(value: &Value) -> Option<Self>;

    /// Requires all that `self` and `other` require.
    fn narrow(&mut self, other: Self);

    /// Returns whether every caller who meets `self` meets `other`, as far as can be known.
    fn implies(&self, other: &Self) -> bool;

    /// Returns why no caller could meet it on this route, or why it means nothing there.
    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem>;

    /// Returns what checks it at run time, made once for each route.
    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check>;

    /// Returns the matrix's column of callers who have everything but this.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn column() -> Option<Column>;

    /// Adds the claims by which a token meets it.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims);

    /// Returns whether this caller meets it, given the claims that [`grant`](Self::grant) adds.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_met_by(&self, subject: &Subject<'_>) -> bool;

    /// Returns the changes to a token's claims by which this caller no longer meets it.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall>;

    /// Returns whether the entity decides about it, and not the token.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_decided_by(&self, entity: EntityRef) -> bool;

    /// Returns one for the tests that go over all kinds.
    #[cfg(test)]
    fn sample() -> Self;
}

/// Words of a lock line that are no requirement's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Malformed;

/// The advice where the name of a requirement's claim is fixed.
const RENAME_KEY: &str = "give the key another name";

/// A route that has requirements, as far as these need to know it.
pub(crate) struct Restricted<'r> {
    pub(crate) handler: Location,
    /// The entities whose tokens can come to the route.
    pub(crate) callers: Vec<EntityRef>,
    /// Whether the route names these entities, and does not take whichever there are.
    pub(crate) names_callers: bool,
    pub(crate) claims_only: bool,
    pub(crate) claim_names: &'r ClaimNames,
}

impl Restricted<'_> {
    /// Returns a problem for a caller whose key claim has the name of the claim that a requirement reads.
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

/// Makes the enum of all kinds, and hands each method to the kind.
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
            /// The argument of each kind.
            pub(super) const ARGUMENTS: &'static [&'static str] = &[$($module::$Type::ARGUMENT),+];

            const FIXED_CLAIMS: &'static [Option<&'static str>] = &[$($module::$Type::FIXED_CLAIM),+];

            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![$(Self::$Kind(Kind::sample())),+]
            }

            pub(crate) fn argument(&self) -> &'static str {
                match self { $(Self::$Kind(_) => $module::$Type::ARGUMENT,)+ }
            }

            /// Returns the columns of the matrix, each with its argument.
            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn columns() -> Vec<(&'static str, Column)> {
                [$(($module::$Type::ARGUMENT, $module::$Type::column()),)+]
                    .into_iter()
                    .filter_map(|(argument, column)| Some((argument, column?)))
                    .collect()
            }

            /// Takes the requirements from the front of a lock line, in the order of the kinds.
            pub(crate) fn parse_all(words: &mut Words<'_>) -> Result<Vec<Self>, Malformed> {
                let mut all = Vec::new();
                $(all.extend($module::$Type::parse(words)?.map(Self::$Kind));)+
                Ok(all)
            }

            /// Requires both, where both are of one kind; gives `other` back where they are not.
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

            /// Returns the requirement of this argument whose value in JSON this is.
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

// In the order of the table and of the checks. A new kind is a line here and a file beside this one.
kinds! {
    Entity(entity::Entity),
    Scope(scope::Scope),
    Role(role::Role),
    Acr(acr::Acr),
    Factor(factor::Factor),
    Fresh(fresh::Fresh),
    Predicate(predicate::Predicate),
}

// Each kind reads one claim at most, and each claim of a route has a slot.
const _: () = assert!(AnyKind::ARGUMENTS.len() <= RequiredClaims::MAXIMUM);

#[cfg(test)]
mod tests;
