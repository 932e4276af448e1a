//! Records which links (tokens for one purpose) and tickets (tokens for one request) the application's routes take,
//! so that no other link or ticket can be minted.

use std::sync::{PoisonError, RwLock};

use crate::{
    entity::EntityRef,
    jwt::{sign::SignError, token_use::TokenUse},
};

/// The links and tickets that the application's routes take. Each item has the use of the tokens (links for one
/// purpose, or tickets) and an entity type whose tokens a route takes. Minting a link or a ticket fails if no item
/// matches it.
///
/// The list is empty until the application is built, because a [`JwtRoutes`](crate::JwtRoutes) is made before the
/// routes are known.
#[derive(Default)]
pub(crate) struct TakenUses(RwLock<Vec<(TokenUse, EntityRef)>>);

impl TakenUses {
    /// Records that a route takes tokens with this use, such as tickets, of these entity types.
    pub(crate) fn add(&self, token_use: &TokenUse, callers: &[EntityRef]) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for caller in callers {
            let is_known = |(taken, entity): &(TokenUse, EntityRef)| {
                taken == token_use && entity.is_same(*caller)
            };
            if !known.iter().any(is_known) {
                known.push((token_use.clone(), *caller));
            }
        }
    }

    /// Checks that at least one route takes links (tokens for one purpose) for this purpose and this entity type,
    /// before such a link is minted.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::Purpose`] if no route takes links for the purpose, and [`SignError::PurposeOfOthers`] if
    /// the routes for the purpose accept only other entity types.
    pub(super) fn check_purpose(&self, purpose: &str, entity: EntityRef) -> Result<(), SignError> {
        let token_use = TokenUse::Purpose(purpose.to_owned());
        match self.takes(&token_use, entity) {
            Some(true) => Ok(()),
            Some(false) => Err(SignError::PurposeOfOthers {
                purpose: purpose.to_owned(),
                entity: entity.type_name(),
            }),
            None => Err(SignError::Purpose {
                purpose: purpose.to_owned(),
            }),
        }
    }

    /// Checks that at least one route takes tickets (tokens for one request, in its URL) for this entity type, before
    /// such a ticket is minted.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::TicketOfNoRoute`] if no route takes tickets for the entity type.
    pub(super) fn check_ticket(&self, entity: EntityRef) -> Result<(), SignError> {
        match self.takes(&TokenUse::Ticket, entity) {
            Some(true) => Ok(()),
            Some(false) | None => Err(SignError::TicketOfNoRoute {
                entity: entity.type_name(),
            }),
        }
    }

    /// Returns whether at least one route takes tokens with this use, such as tickets, of this entity type. Returns
    /// `None` if no route takes tokens with this use of any entity type.
    fn takes(&self, token_use: &TokenUse, entity: EntityRef) -> Option<bool> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut callers = known.iter().filter(|(taken, _)| taken == token_use);
        callers.clone().next()?;
        Some(callers.any(|(_, caller)| caller.is_same(entity)))
    }
}
