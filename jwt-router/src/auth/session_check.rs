//! Refuses access tokens, refresh tokens, and tickets (tokens for one request) whose session has ended.

use super::{Authentication, Pending, Refusal, RouteGuard};
use crate::{
    entity::{Caller, EntityRef, Loading, NotLoaded, StoreError, TokenOrigin},
    jwt::claims::Claims,
    session::{Activity, ReusedToken, SessionId, StoredSession},
};

impl RouteGuard {
    /// Extends `loading`, the pending or finished loading of the caller's entity, so that it fails if the session of
    /// the token has ended. Returns `loading` unchanged for an access token or a ticket without a session, and if
    /// the guard does not look up sessions.
    ///
    /// # Errors
    ///
    /// Returns a refusal if the claim `sid` of the token is not a string, or if a refresh token does not have the
    /// claims `sid` and `refresh_generation`.
    pub(super) fn in_session(
        &self,
        loading: Loading,
        table: EntityRef,
        origin: &TokenOrigin,
        claims: &Claims<'_>,
    ) -> Result<Loading, Refusal> {
        Ok(match self.activity(table, origin, claims)? {
            None => loading,
            Some(Activity::Known(stored)) => match admitted(stored) {
                Ok(()) => loading,
                Err(reason) => Loading::Ready(Err(reason)),
            },
            Some(Activity::Asked(asked)) => Loading::Pending(Box::pin(async move {
                admitted(asked.await)?;
                loading.finished().await
            })),
        })
    }

    /// Returns the caller of a `claims_only` route, which loads no entity. Refuses the caller if the session of the
    /// token has ended.
    pub(super) fn known_in_session(
        &self,
        caller: Caller,
        claims: &Claims<'_>,
    ) -> Result<Authentication, Refusal> {
        match self.activity(caller.table, &caller.origin, claims)? {
            None => Ok(Authentication::Known(caller)),
            Some(Activity::Known(stored)) => {
                admitted(stored).map_err(Refusal::not_loaded)?;
                Ok(Authentication::Known(caller))
            }
            Some(Activity::Asked(asked)) => Ok(Authentication::Waiting(Pending::Elsewhere(
                Box::pin(async move {
                    admitted(asked.await).map_err(Refusal::not_loaded)?;
                    Ok(caller)
                }),
            ))),
        }
    }

    /// Looks up whether the session of the token is active. Returns `None` if the token has no session of this
    /// application, or if the guard does not look up sessions.
    ///
    /// For a refresh token, looks up whether the token can be spent. A token that was spent before ends the session
    /// here, unless it comes within the replay window (the short time in which a client may send it again and gets the
    /// same new tokens) and the next refresh token is not spent yet.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`in_session`](Self::in_session).
    fn activity(
        &self,
        table: EntityRef,
        origin: &TokenOrigin,
        claims: &Claims<'_>,
    ) -> Result<Option<Activity>, Refusal> {
        let config = self.jwt.config();
        let (Some(slot), Some(sessions)) = (self.session, &config.sessions) else {
            return Ok(None);
        };
        let is_refresh = self.takes_refresh_tokens();
        // A refresh token always has the claims `sid` and `refresh_generation`. Without them, nothing could end it
        // early.
        let ended = || Refusal::not_loaded(NotLoaded::SessionEnded);
        // The `sid` in another issuer's token names a session at that issuer.
        let Some(sid) = claims.required.get(slot).filter(|_| origin.is_own()) else {
            return if is_refresh { Err(ended()) } else { Ok(None) };
        };
        // The `sid` of an own token contains no character that JSON escapes.
        let sid = sid.strip_prefix('"').and_then(|sid| sid.strip_suffix('"'));
        let sid = sid.ok_or_else(|| Refusal::invalid_token("wrong_claim_type"))?;
        let id = SessionId::of_sid(sid);
        let now = config.now_in_millis();
        if !is_refresh {
            return Ok(Some(sessions.activity(id, now)));
        }
        let generation = self.generation.and_then(|slot| claims.required.get(slot));
        let generation = generation.and_then(|number| number.parse().ok());
        let generation = generation.ok_or_else(ended)?;
        let token = ReusedToken {
            session: id,
            table: table.table(),
            key: claims.key.to_owned(),
        };
        Ok(Some(sessions.presented(token, generation, now)))
    }
}

/// Returns `Ok` if the session of a token is active. Otherwise, returns the reason to refuse the token: the session
/// has ended, or the store failed, or the store has only an older state of the session.
fn admitted(stored: Result<StoredSession, StoreError>) -> Result<(), NotLoaded> {
    match stored {
        Ok(StoredSession::Active) => Ok(()),
        Ok(StoredSession::Ended) => Err(NotLoaded::SessionEnded),
        Ok(StoredSession::Behind) => Err(NotLoaded::StoreBehind),
        Err(error) => Err(NotLoaded::Store(error)),
    }
}
