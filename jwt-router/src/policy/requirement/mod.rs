//! Requirements: conditions of a route that a caller has to meet besides having a valid token, such as a role.
//! Each kind of requirement has a file of its own.
//!
//! Each of these files implements [`Kind`] with everything that is particular to its kind. Only the list at the
//! end of `mod.rs` names all kinds. All other code, such as the guard and the lock file, iterates over the
//! requirements of a route. The methods of [`Kind`] and [`Check`] have no defaults, so a kind that leaves one out
//! does not compile.

mod acr;
mod check;
mod claimed;
mod claims;
mod entity;
mod factor;
mod fresh;
mod names;
mod predicate;
mod restricted;
mod role;
#[cfg(test)]
pub(crate) mod samples;
mod scope;
mod set;
mod trial;

use serde_json::Value;

use self::restricted::RENAME_KEY;
pub(crate) use self::{
    check::{Check, Presented, Setting, Unmet},
    claimed::{holds, is_text_or_list},
    claims::{ClaimFault, RouteClaim, RouteClaims},
    entity::AcceptedEntities,
    restricted::Restricted,
    scope::is_scope_token,
    trial::{Column, Shortfall, Subject, TokenClaims},
};
pub use self::{
    role::RoleName,
    scope::ScopeName,
    set::{Requirement, Requirements},
};
use crate::{
    entity::EntityRef, jwt::claims::RequiredClaims, policy::lock::Words,
    problem::RequirementProblem,
};

/// Functions that create requirements. The expansions of attributes call them.
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

/// Returns whether a kind of requirement reads the claim with this name in every configuration, as `acr` reads the
/// claim `acr`.
///
/// The claim of scopes or roles cannot be configured to have this name. Otherwise, a token's scopes could count as
/// its authentication level.
pub(crate) fn is_fixed_claim(name: &str) -> bool {
    AnyKind::FIXED_CLAIMS.contains(&Some(name))
}

/// A kind of requirement, such as `role` or `fresh`: the text forms of a requirement, its start-up checks, its check
/// at run time, and its callers in the test matrix, which calls every route with every kind of caller.
pub(crate) trait Kind: Clone + Sized {
    /// The name of the argument in route attributes, such as `role`. The name also identifies the kind in JSON and,
    /// except for `entity`, in the lock file (`any role a b`).
    const ARGUMENT: &'static str;

    /// The claim that this kind of requirement always reads; `None` if it reads no claim, or a claim whose name is
    /// configured.
    const FIXED_CLAIM: Option<&'static str>;

    /// Returns the requirement's words (texts between commas) in the policy table and the lock file, such as
    /// `any role a b`. A requirement with several lists of names has a word for each list.
    fn words(&self) -> Vec<String>;

    /// Parses a requirement of this kind from the next words (texts between commas) of a line in the lock file.
    ///
    /// Returns `Ok(None)` if the next word belongs to another kind.
    ///
    /// # Errors
    ///
    /// Returns [`Malformed`] if the next word belongs to this kind and cannot be parsed. This method may accept a word
    /// that [`words`](Self::words) would write differently, because the lock file's parser compares the whole policy with
    /// its text afterwards.
    fn parse(words: &mut Words<'_>) -> Result<Option<Self>, Malformed>;

    /// Returns the requirement's value in the JSON form of the policy table, which also enters the hash of the
    /// policy.
    fn json(&self) -> Value;

    /// Parses the requirement from a value that [`json`](Self::json) returns; `None` for any other value.
    fn of_json(value: &Value) -> Option<Self>;

    /// Combines both requirements into `self`, so that a caller has to meet `self` and `other`.
    fn narrow(&mut self, other: Self);

    /// Returns whether every caller who meets this requirement also meets `other`; `false` if this cannot be
    /// decided.
    fn implies(&self, other: &Self) -> bool;

    /// Returns the problems of this requirement on this route: the reasons why no caller can meet it, or why it
    /// has no effect.
    fn problems(&self, route: &Restricted<'_>) -> Vec<RequirementProblem>;

    /// Creates the check that decides for each request whether the caller meets the requirement. This method is
    /// called once for each route, at start-up. If the check reads a claim, the method registers the claim in
    /// `setting`, so that the guard reads it from each token.
    fn check(&self, setting: &mut Setting<'_>) -> Box<dyn Check>;

    /// Returns whether callers of at least one of these entity types can meet the requirement only by a claim that
    /// a login writes into the access token, such as `auth_time`. Links (tokens for one purpose) have no such
    /// claims, so a route for links cannot have such a requirement.
    fn reads_login(&self, callers: &[EntityRef]) -> bool;

    /// Returns the column of the test matrix for callers who meet every requirement of a route except that of this
    /// kind; `None` if there is no such column. The matrix is a test that calls every route.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn column() -> Option<Column>;

    /// Adds to `claims` the claims that the token of `subject`, a caller of the test matrix (a test that calls
    /// every route), needs to meet the requirement.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn grant(&self, subject: &Subject<'_>, claims: &mut TokenClaims);

    /// Returns whether `subject`, a caller of the test matrix (a test that calls every route), meets the
    /// requirement with a token that has the claims of [`grant`](Self::grant).
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_met_by(&self, subject: &Subject<'_>) -> bool;

    /// Returns changes that make a token insufficient: `subject` meets the requirement with the unchanged token, and
    /// does not meet it after any one of the changes. The test matrix (a test that calls every route) sends each
    /// changed token and expects a refusal.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn shortfalls(&self, subject: &Subject<'_>) -> Vec<Shortfall>;

    /// Returns whether callers of this entity type meet the requirement by data of the loaded entity, such as its
    /// roles, and not by their token.
    #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
    fn is_decided_by(&self, entity: EntityRef) -> bool;

    /// Returns an example of this kind of requirement, for tests that cover every kind.
    #[cfg(test)]
    fn sample() -> Self;
}

/// The error of [`Kind::parse`]: a requirement in a line of the lock file `routes.lock` cannot be parsed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Malformed;

/// Generates the enum `AnyKind` with a variant for each kind of requirement, and methods that call the method of
/// the variant's kind.
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
            /// The names of the attribute arguments that add requirements, such as `role`, in the order of the
            /// variants of [`AnyKind`].
            pub(super) const ARGUMENTS: &'static [&'static str] = &[$($module::$Type::ARGUMENT),+];

            const FIXED_CLAIMS: &'static [Option<&'static str>] = &[$($module::$Type::FIXED_CLAIM),+];

            #[cfg(test)]
            fn samples() -> Vec<Self> {
                vec![$(Self::$Kind(Kind::sample())),+]
            }

            pub(crate) fn argument(&self) -> &'static str {
                match self { $(Self::$Kind(_) => $module::$Type::ARGUMENT,)+ }
            }

            /// Returns each kind of caller in the test matrix who does not meet one requirement, with the name of
            /// the attribute argument that adds the requirement, such as `role`.
            #[allow(dead_code, reason = "the matrix is the only caller, and a feature")]
            pub(crate) fn columns() -> Vec<(&'static str, Column)> {
                [$(($module::$Type::ARGUMENT, $module::$Type::column()),)+]
                    .into_iter()
                    .filter_map(|(argument, column)| Some((argument, column?)))
                    .collect()
            }

            /// Parses the requirements in a line of the lock file `routes.lock`, which are in the order of the
            /// enum's variants.
            pub(crate) fn parse_all(words: &mut Words<'_>) -> Result<Vec<Self>, Malformed> {
                let mut all = Vec::new();
                $(all.extend($module::$Type::parse(words)?.map(Self::$Kind));)+
                Ok(all)
            }

            /// Combines `other` with `self`, so that a caller has to meet both, if the two requirements are of one
            /// kind. Otherwise, returns `other` unchanged, as the error.
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

            /// Parses a requirement from the name of its attribute argument, such as `role`, and its JSON value.
            /// Returns `None` for an unknown name or a malformed value.
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

            pub(crate) fn reads_login(&self, callers: &[EntityRef]) -> bool {
                match self { $(Self::$Kind(kind) => kind.reads_login(callers),)+ }
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

// The kinds are in the order of the matrix's columns, of the words and of the checks. A new kind needs a line here
// and a file in this directory.
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
