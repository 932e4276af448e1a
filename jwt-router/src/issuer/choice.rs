//! The entity types that the tokens of one issuer may name. The claims of a token choose one of them.

use std::sync::Arc;

use super::ClaimCondition;
use crate::{
    entity::{EntityRef, Lookup, Newcomer, OnUnknown},
    jwt::{
        claims::{ClaimSlot, ClaimValues, RequiredClaims, read_selected},
        token::{CompactToken, HeldClaims, InvalidToken},
    },
};

/// An entity type that an issuer's tokens may name, as it is configured.
#[derive(Clone, Debug)]
pub(super) struct ConfiguredEntity {
    pub(super) entity: EntityRef,
    pub(super) lookup: Lookup,
    /// The condition that a token has to meet; `None` for the entity of all tokens that meet no condition.
    pub(super) condition: Option<ClaimCondition>,
}

/// An entity type that an issuer's tokens may name, in the form in which requests use it.
pub(crate) struct EntityChoice {
    pub(super) entity: EntityRef,
    pub(super) lookup: Arc<Lookup>,
    /// The function that creates an entity of this type if the store does not have it; `None` if such a token is
    /// refused.
    pub(super) on_unknown: Option<Arc<OnUnknown>>,
    condition: Option<(ClaimSlot, ClaimCondition)>,
}

/// All entity types that an issuer's tokens may name. A token is of exactly one of them.
pub(crate) struct EntityChoices {
    choices: Vec<EntityChoice>,
    /// The claims that the conditions of the choices read.
    claims: RequiredClaims,
}

impl EntityChoices {
    /// Returns the choices of the issuer with this name.
    ///
    /// `build()` reports conditions on more claims than there are slots. A condition without a slot could not be
    /// checked, so its entity type is left out.
    pub(super) fn new<'c>(
        configured: &[ConfiguredEntity],
        on_unknown: impl Fn(EntityRef) -> Option<&'c Arc<OnUnknown>>,
        issuer: &str,
    ) -> Self {
        let mut claims = RequiredClaims::default();
        let mut names: Vec<&str> = Vec::new();
        let choices = configured.iter().filter_map(|known| {
            let condition = match &known.condition {
                None => None,
                Some(condition) => {
                    let name = condition.claim();
                    let position = names.iter().position(|known| *known == name);
                    let slot = ClaimSlot::new(position.unwrap_or(names.len()))?;
                    if position.is_none() {
                        claims.insert(name, slot);
                        names.push(name);
                    }
                    Some((slot, condition.clone()))
                }
            };
            Some(EntityChoice {
                entity: known.entity,
                lookup: Arc::new(known.lookup.of_issuer(issuer)),
                on_unknown: on_unknown(known.entity).cloned(),
                condition,
            })
        });
        let choices = choices.collect();
        Self { choices, claims }
    }

    pub(super) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        self.choices.iter().map(|choice| choice.entity)
    }

    /// Returns the choice for a token with this payload, whose signature has been checked.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::TwoEntities`] when the token meets two conditions, [`InvalidToken::NoEntity`] when it
    /// meets none and each entity type has one, and other reasons when a claim of a condition is repeated or of a wrong
    /// type.
    pub(super) fn of(&self, payload: &[u8]) -> Result<&EntityChoice, InvalidToken> {
        // Without conditions, the payload is not read for the choice.
        let values = if self.claims.is_empty() {
            ClaimValues::default()
        } else {
            read_selected(payload, &self.claims)?
        };
        let (mut chosen, mut other) = (None, None);
        for choice in &self.choices {
            let Some((slot, condition)) = &choice.condition else {
                other = Some(choice);
                continue;
            };
            if condition.is_met(values.get(*slot))? && chosen.replace(choice).is_some() {
                return Err(InvalidToken::TwoEntities);
            }
        }
        chosen.or(other).ok_or(InvalidToken::NoEntity)
    }
}

impl EntityChoice {
    pub(crate) const fn lookup(&self) -> &Arc<Lookup> {
        &self.lookup
    }

    /// Returns how the entity that `token` names is created if the store does not have it; `None` if such a token is
    /// refused.
    pub(super) fn newcomer(&self, issuer: &str, token: CompactToken<'_>) -> Option<Newcomer> {
        Some(Newcomer {
            on_unknown: Arc::clone(self.on_unknown.as_ref()?),
            issuer: issuer.into(),
            claims: HeldClaims::of(token),
        })
    }
}
