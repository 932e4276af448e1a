//! Finds mistakes in the configuration of the entity types that an issuer's tokens may name.

use super::{OidcIssuer, choice::ConfiguredEntity, faults::NO_ENTITY};
use crate::jwt::claims::RequiredClaims;

impl OidcIssuer {
    /// Returns the faults of the choice among several entity types, and of the functions that create entities.
    pub(super) fn choice_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (position, known) in self.entities.iter().enumerate() {
            faults.extend(self.condition_faults(known));
            for before in self.entities.iter().take(position) {
                faults.extend(pair_fault(before, known));
            }
        }
        let mut claims: Vec<&str> = self.condition_claims().collect();
        claims.sort_unstable();
        claims.dedup();
        if claims.len() > RequiredClaims::MAXIMUM {
            let (count, maximum) = (claims.len(), RequiredClaims::MAXIMUM);
            faults.push(format!(
                "its entities are chosen by {count} claims: use at most {maximum}"
            ));
        }
        faults.extend(self.created_entity_faults());
        faults
    }

    fn condition_claims(&self) -> impl Iterator<Item = &str> {
        let conditions = self
            .entities
            .iter()
            .filter_map(|known| known.condition.as_ref());
        conditions.map(super::ClaimCondition::claim)
    }

    /// Returns the fault of the condition by which one entity type is chosen, if any.
    fn condition_faults(&self, known: &ConfiguredEntity) -> Option<String> {
        let condition = known.condition.as_ref()?;
        let (claim, name) = (condition.claim(), known.entity.type_name());
        // `azp` decides nothing unless it is configured, and then it may choose among the configured clients.
        let is_fixed = claim.is_empty() || (claim != "azp" && NO_ENTITY.contains(&claim));
        if is_fixed {
            return Some(format!(
                "`{name}` is chosen by the claim `{}`, which has another meaning: choose by one such as `gty`",
                claim.escape_debug()
            ));
        }
        let required = [
            (true, known.lookup.claim()),
            (!self.clients.is_empty(), "client_id"),
            (!self.parties.is_empty(), "azp"),
        ];
        let mut required = required.into_iter().filter(|(is_required, _)| *is_required);
        let is_never_met = required.any(|(_, claim)| condition.is_absence_of(claim));
        is_never_met.then(|| {
            format!(
                "`{name}` is chosen by the absence of `{claim}`, which its tokens must have: no token could name one"
            )
        })
    }

    /// Returns the faults of the functions passed to `on_unknown`: a function creates entities of a type that no
    /// token names, or of a type for which there is another function.
    fn created_entity_faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (position, (created, _)) in self.on_unknown.iter().enumerate() {
            let name = created.type_name();
            let mut before = self.on_unknown.iter().take(position);
            if before.any(|(before, _)| before.is_same(*created)) {
                faults.push(format!(
                    "it has `.on_unknown(..)` for `{name}` twice: call it once for each entity"
                ));
            }
            let mut known = self.entities.iter().map(|known| known.entity);
            if !self.entities.is_empty() && !known.any(|known| known.is_same(*created)) {
                let names: Vec<_> = self.entities.iter().map(|known| known.entity).collect();
                let names = crate::entity::EntityRef::type_names(&names);
                let first = self.entities.first();
                let first = first.map_or("", |known| known.entity.type_name());
                faults.push(format!(
                    "`.on_unknown(..)` creates `{name}`, and its tokens name `{names}`: return a `{first}`"
                ));
            }
        }
        faults
    }
}

/// Returns the fault of two entity types of one issuer if a token could not choose between them, because it
/// could name both.
fn pair_fault(before: &ConfiguredEntity, known: &ConfiguredEntity) -> Option<String> {
    let (first, second) = (before.entity.type_name(), known.entity.type_name());
    if before.entity.is_same(known.entity) {
        return Some(format!(
            "its tokens name `{first}` in two ways: name each entity once"
        ));
    }
    if before.entity.table() == known.entity.table() {
        let table = before.entity.table();
        return Some(format!(
            "its tokens name `{first}` and `{second}`, which have the same table `{table}`: give them different tables"
        ));
    }
    match (&before.condition, &known.condition) {
        (None, None) => Some(format!(
            "its tokens name `{first}` and `{second}`, and no condition chooses between them: call `.entity_where::<{}>(ClaimCondition::..)` for one of them",
            short(second)
        )),
        (Some(one), Some(other)) if one == other => Some(format!(
            "`{first}` and `{second}` have the same condition, `{one}`: a token would name both"
        )),
        (Some(one), Some(other)) if one.implies(other) || other.implies(one) => Some(format!(
            "a token that meets `{one}` meets `{other}` or the other way round, so it would name both `{first}` and `{second}`: choose by conditions that exclude each other"
        )),
        (None | Some(_), None | Some(_)) => None,
    }
}

/// Returns the last segment of a type's path.
fn short(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
