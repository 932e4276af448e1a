//! The sessions of an application: the store with its settings, and the sessions that were active a moment ago.

use std::sync::{Arc, atomic::AtomicI64};

use super::{
    active::ActiveSessions,
    erased::{Answer, ErasedSessions, Owner, Started},
};
use crate::{
    entity::StoreError,
    jwt::token_use::TokenUse,
    session::{ReusedToken, SessionId, SessionInfo, SessionState, Spending, Verdict},
};

/// The durations of sessions, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetimes {
    /// The lifetime of access tokens.
    pub(crate) access: i64,
    /// How long a session lasts at most.
    pub(crate) longest: i64,
    /// How long a session lasts without a refresh.
    pub(crate) idle: i64,
    /// How long a spent refresh token still gets its successor: the replay window.
    pub(crate) window: i64,
}

/// How the guard finds out whether the session of an access token has ended.
pub(crate) enum SessionCheck {
    /// The guard asks the store for each request.
    Always,
    /// The guard asks the store, unless the session was active a moment ago.
    Cached(ActiveSessions),
    /// The guard does not find it out: an access token is valid until it expires, even if its session has ended.
    Never,
}

/// The function that is called for reused refresh tokens.
pub(crate) type OnReuse = Arc<dyn Fn(&ReusedToken) + Send + Sync>;

/// The session store of an application, with its settings.
pub(crate) struct Sessions {
    pub(super) store: Arc<dyn ErasedSessions>,
    pub(crate) lifetimes: Lifetimes,
    check: SessionCheck,
    pub(super) on_reuse: Option<OnReuse>,
    /// The identifier of the store's marks of used tokens, as text; `None` if the store keeps its marks.
    pub(super) marks: Option<Box<str>>,
    /// When expired sessions were last removed, in milliseconds since 1970.
    pub(super) purged: AtomicI64,
}

/// The state of a token's session in the store.
#[derive(Clone, Copy)]
pub(crate) enum StoredSession {
    Active,
    Ended,
    /// The session is active, but with an earlier refresh token than the one that was presented: the store was restored
    /// from a backup, or is a replica that lags behind.
    Behind,
}

/// The answer to whether a session is active: a result, or the future of a result if the store has to be awaited.
pub(crate) enum Activity {
    Known(Result<StoredSession, StoreError>),
    Asked(Answer<StoredSession>),
}

impl Sessions {
    pub(crate) fn new(
        store: Arc<dyn ErasedSessions>,
        lifetimes: Lifetimes,
        check: SessionCheck,
        on_reuse: Option<OnReuse>,
    ) -> Self {
        let marks = store.marks_id().map(|id| format!("{id:016x}").into());
        Self {
            store,
            marks,
            lifetimes,
            check,
            on_reuse,
            purged: AtomicI64::new(i64::MIN),
        }
    }

    /// Returns whether the guard looks up the session of a token of this use: always for a refresh token, never for a
    /// link, and as configured for an access token or a ticket.
    pub(crate) const fn are_checked(&self, token_use: &TokenUse) -> bool {
        match token_use {
            // A ticket is minted from an access token, and has its session.
            TokenUse::Access | TokenUse::Ticket => !matches!(self.check, SessionCheck::Never),
            TokenUse::Refresh => true,
            TokenUse::Purpose(_) => false,
        }
    }

    /// Returns whether a session is active at the time `now`, as the store says, or said a moment ago if this is
    /// cached.
    pub(crate) fn activity(self: &Arc<Self>, id: SessionId, now: i64) -> Activity {
        if let SessionCheck::Cached(known) = &self.check
            && known.is_active(&id, now)
        {
            return Activity::Known(Ok(StoredSession::Active));
        }
        let stored = move |state: Option<SessionState>| match state {
            Some(state) if state.is_active(now) => StoredSession::Active,
            Some(_) | None => StoredSession::Ended,
        };
        if let Some(state) = self.store.state_now(&id) {
            return Activity::Known(state.map(stored));
        }
        let asked = self.store.state(id);
        let sessions = Arc::clone(self);
        let began = sessions.known_active().map(ActiveSessions::asking);
        Activity::Asked(Box::pin(async move {
            let stored = stored(asked.await?);
            if let (StoredSession::Active, Some(known), Some(began)) =
                (stored, sessions.known_active(), began)
            {
                // Its time counts from before the store was asked.
                known.add(id, now, began);
            }
            Ok(stored)
        }))
    }

    /// Returns whether a refresh token can be spent at the time `now`, without spending it. The store is always asked.
    ///
    /// A token that was spent before, and not within the replay window, ends its session at once, so that no handler
    /// runs for the token.
    pub(crate) fn presented(
        self: &Arc<Self>,
        token: ReusedToken,
        generation: i64,
        now: i64,
    ) -> Activity {
        let spending = self.spending(generation, now, now);
        // Returns `None` for a reuse.
        let judge = move |state: Option<SessionState>| {
            let Some(state) = state else {
                return Some(StoredSession::Ended);
            };
            match spending.judge(&state) {
                Verdict::Rotate(_) | Verdict::Repeat => Some(StoredSession::Active),
                Verdict::Ended if state.is_active(now) && generation > state.generation => {
                    Some(StoredSession::Behind)
                }
                Verdict::Ended => Some(StoredSession::Ended),
                Verdict::Reused => None,
            }
        };
        let asked = match self.store.state_now(&token.session).map(|it| it.map(judge)) {
            Some(Ok(Some(stored))) => return Activity::Known(Ok(stored)),
            Some(Err(error)) => return Activity::Known(Err(error)),
            Some(Ok(None)) => None,
            None => Some(self.store.state(token.session)),
        };
        let sessions = Arc::clone(self);
        Activity::Asked(Box::pin(async move {
            let stored = match asked {
                Some(asked) => judge(asked.await?),
                None => None,
            };
            if let Some(stored) = stored {
                return Ok(stored);
            }
            sessions.end_reused(token, spending).await?;
            Ok(StoredSession::Ended)
        }))
    }

    /// Returns the sessions that were active a moment ago; `None` if they are not cached.
    pub(super) const fn known_active(&self) -> Option<&ActiveSessions> {
        match &self.check {
            SessionCheck::Cached(known) => Some(known),
            SessionCheck::Always | SessionCheck::Never => None,
        }
    }

    /// Starts a session of this owner, and returns its state.
    pub(crate) async fn start(
        self: &Arc<Self>,
        id: SessionId,
        owner: Owner,
        label: String,
        now: i64,
    ) -> Result<SessionState, StoreError> {
        let Lifetimes { longest, idle, .. } = self.lifetimes;
        let state = SessionState {
            generation: 0,
            spent_at: now,
            idle_until: now.saturating_add(idle.min(longest)),
            expires: now.saturating_add(longest),
        };
        let started = Started {
            id,
            owner,
            label,
            at: now,
            state,
        };
        self.store.start(started).await?;
        self.purge_at_times(now);
        Ok(state)
    }

    pub(super) fn spending(&self, generation: i64, admitted: i64, now: i64) -> Spending {
        let Lifetimes { idle, window, .. } = self.lifetimes;
        Spending {
            generation,
            now,
            // A client can make its request last. Without this limit, the thief of a token could open a request in
            // advance, and get the successor without an alarm at any time until the next refresh.
            admitted: admitted.max(now.saturating_sub(window)),
            window,
            idle,
        }
    }

    pub(crate) fn list(&self, owner: Owner, now: i64) -> Answer<Vec<SessionInfo>> {
        self.store.list(owner, now)
    }
}
