//! Refuses links for one use and tickets that were used before.

use sha2::{Digest as _, Sha256};

use super::{Refusal, RouteGuard};
use crate::{
    entity::{EntityRef, Loading, NotLoaded},
    jwt::claims::Claims,
};

impl RouteGuard {
    /// Marks a link for one use, or a ticket, as used, after its entity was loaded. Other links end with the version of
    /// their entity.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a link that nothing would end: it can be used more than once, and the tokens of its entity
    /// have no version. A ticket always has one use. None without is minted.
    pub(super) fn spending_once(
        &self,
        loading: Loading,
        entity: EntityRef,
        claims: &Claims<'_>,
    ) -> Result<Loading, Refusal> {
        let Some(slot) = self.once else {
            return Ok(loading);
        };
        let is_ticket = self.takes_tickets();
        let Some(id) = claims.required.get(slot) else {
            return if is_ticket {
                Err(Refusal::invalid_token("endless_ticket"))
            } else if entity.has_token_version() {
                Ok(loading)
            } else {
                Err(Refusal::invalid_token("endless_link"))
            };
        };
        let config = self.jwt.config();
        let sessions = config.sessions.as_ref();
        let sessions = sessions.ok_or(Refusal::NO_SESSION_STORE)?;
        let leeway = config.verifier.allowed_leeway();
        // The clock of an instance that removes the mark may be ahead by the leeway, and that of one which accepts the token
        // behind by it.
        let until = claims
            .expires
            .as_unix()
            .saturating_add(leeway.saturating_mul(2));
        let spent = sessions.once(
            Sha256::digest(id).into(),
            config.now_in_millis(),
            until.saturating_add(1).saturating_mul(1000),
        );
        Ok(Loading::Pending(Box::pin(async move {
            let loaded = loading.finished().await?;
            match spent.await {
                Ok(true) => Ok(loaded),
                Ok(false) if is_ticket => Err(NotLoaded::TicketSpent),
                Ok(false) => Err(NotLoaded::LinkSpent),
                Err(error) => Err(NotLoaded::Store(error)),
            }
        })))
    }
}
