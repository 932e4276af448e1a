//! Determines for the test matrix whether an entity meets the requirements of a route, and which claims a token of
//! the entity needs to meet them.

use super::{judge::Judge, row::Row, sample::Person};
use crate::policy::requirement::{AnyKind, Requirement, Shortfall, Subject, TokenClaims};

impl Judge<'_> {
    /// Returns the data of a test entity by which each requirement of the route (an argument of its attribute,
    /// such as `role`) determines whether the entity can meet the requirement, and which claims its token needs.
    pub(super) fn subject<'s>(
        &'s self,
        row: &Row<'_>,
        person: &'s Person,
        now: i64,
    ) -> Subject<'s> {
        Subject {
            entity: person.entity,
            // A `claims_only` route does not load the entity, so its requirements do not see it.
            loaded: person
                .loaded
                .as_ref()
                .filter(|_| !row.required.policy.claims_only),
            claim_names: &self.app.origin.jwt.config().claims.own,
            now,
        }
    }

    /// Returns whether the test entity at `position` in the list of test entities can meet all requirements of the
    /// route. The route's predicate (the function that `guard = ..` names) does not count, because the matrix does
    /// not know which callers it accepts.
    pub(super) fn is_fit(&self, row: &Row<'_>, position: usize) -> bool {
        self.people.get(position).is_some_and(|person| {
            let subject = self.subject(row, person, 0);
            row.kinds().all(|kind| kind.is_met_by(&subject))
        })
    }

    /// Returns the claims that a token of this test entity needs to meet every requirement of the route.
    pub(super) fn granted(&self, row: &Row<'_>, person: &Person, now: i64) -> TokenClaims {
        let subject = self.subject(row, person, now);
        let mut claims = TokenClaims::new();
        for kind in row.kinds() {
            kind.grant(&subject, &mut claims);
        }
        claims
    }

    /// Returns sets of claims for tokens that meet every requirement of the route except that of `argument`, such
    /// as `role`. Each set comes with a description of the caller, for messages.
    pub(super) fn short_of(
        &self,
        row: &Row<'_>,
        person: &Person,
        argument: &str,
        now: i64,
    ) -> Vec<(TokenClaims, String)> {
        let subject = self.subject(row, person, now);
        let all = self.granted(row, person, now);
        let kinds = row.kinds().filter(|kind| kind.argument() == argument);
        let shortfalls = kinds.flat_map(|kind| kind.shortfalls(&subject));
        let changed = shortfalls.map(|shortfall| {
            let Shortfall {
                claim,
                value,
                words,
            } = shortfall;
            let mut claims = all.clone();
            match value {
                Some(value) => drop(claims.insert(claim, value)),
                None => drop(claims.remove(&claim)),
            }
            (claims, words)
        });
        changed.collect()
    }
}

impl Row<'_> {
    /// Returns whether the policy that the matrix expects of this route accepts tokens of this table (the name of
    /// an entity type in tokens, such as `users`).
    pub(super) fn accepts(&self, table: &str) -> bool {
        let entity = self.required.policy.requirements.entity();
        entity.is_none_or(|entity| entity.accepts(table))
    }

    /// Iterates over the requirements in the policy that the matrix expects of this route.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &AnyKind> {
        let requirements = self.required.policy.requirements.iter();
        requirements.map(Requirement::kind)
    }
}
