//! Refuses tickets (tokens for one request) that were used before, and links (tokens for one purpose, such as a
//! password reset) that are for one use and were used before.

use sha2::{Digest as _, Sha256};

use super::{Refusal, RouteGuard};
use crate::{
    entity::{EntityRef, Loading, NotLoaded},
    jwt::claims::Claims,
};

impl RouteGuard {
    /// Extends `loading`, the loading of the caller's entity: after it succeeds, the store of sessions marks the
    /// token as used if the token is a ticket or a link for one use. The loading fails if the token was marked
    /// before. Other tokens are not marked.
    ///
    /// # Errors
    ///
    /// Returns a refusal if:
    ///
    /// - a ticket can be used again, because it lacks the claim `once`,
    /// - a link can be used again, and the tokens of its entity have no version, so that only its expiry would end
    ///   the link,
    /// - the token is for one use, and the application has no store of sessions to mark it in,
    /// - the store may have lost the mark of an earlier use, for example because it is in memory and the program was
    ///   restarted.
    ///
    /// This crate mints no tokens of the first two kinds.
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
        if !sessions.has_marks_of(id) {
            return Err(Refusal::invalid_token("lost_marks"));
        }
        let leeway = config.verifier.allowed_leeway();
        // The mark must outlive the token on every instance. An instance whose clock is behind by the leeway accepts the
        // token until twice the leeway after its expiry, and one whose clock is ahead by the leeway removes the mark
        // earlier by the leeway.
        let until = claims
            .expires
            .as_unix()
            .saturating_add(leeway.saturating_mul(3));
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
