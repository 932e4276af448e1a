//! The rule by which a refresh token is spent, the same for every store.

/// The part of a stored session that changes when a refresh token is spent.
///
/// Times are in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SessionState {
    /// The number of refresh tokens of the session that have been spent. The one token that is not spent has this
    /// number.
    pub generation: i64,
    /// When the last refresh token was spent; the start of the session if none was.
    pub spent_at: i64,
    /// When the session ends if no refresh token is spent until then. It is not later than `expires`.
    pub idle_until: i64,
    /// When the session ends at the latest.
    pub expires: i64,
}

impl SessionState {
    /// Returns whether the session has not ended at the time `now`, in milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn is_active(&self, now: i64) -> bool {
        now < self.idle_until && now < self.expires
    }
}

/// A request to exchange a refresh token for the next one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Spending {
    /// The number of the refresh token.
    pub generation: i64,
    /// The present time, in milliseconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// When the guard admitted the request, in milliseconds since 1970-01-01T00:00:00Z. The replay window is compared
    /// with this time, so that the window does not pass while the body of the request arrives.
    pub admitted: i64,
    /// How long after it was spent a token still gets its successor, in milliseconds: the replay window.
    pub window: i64,
    /// How long the session lasts without another refresh, in milliseconds.
    pub idle: i64,
}

/// The result of spending a refresh token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Spent {
    /// The token is spent, and the session has this state, whose generation is the number of the token's successor.
    /// Every request that presents the token within the replay window gets the same successor.
    Successor(SessionState),
    /// The token had been spent before, longer ago than the replay window, or its successor has been spent too. One
    /// of the clients that presented the token may have stolen it, so the store has ended the session.
    Reused,
    /// The session has ended, or is unknown.
    Ended,
}

/// What a store has to do when a refresh token is presented.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a store that ignores a verdict would be wrong, and must not compile"
)]
pub enum Verdict {
    /// Replace the session's state by this one, if the stored generation is still that of the presented token;
    /// otherwise read the state again, and judge again. The result is [`Spent::Successor`] with the new state.
    Rotate(SessionState),
    /// Change nothing. The result is [`Spent::Successor`] with the present state.
    Repeat,
    /// End the session. The result is [`Spent::Reused`] for the call that ended the session, and [`Spent::Ended`] for
    /// other calls at the same time.
    Reused,
    /// Change nothing. The result is [`Spent::Ended`].
    Ended,
}

impl Spending {
    /// Returns what a store has to do with a session in this state when the refresh token is presented.
    ///
    /// This is the rule of refresh token rotation ([RFC 9700, section 4.14.2]) with a replay window, for clients
    /// that send one token several times at once, or that did not get the response.
    ///
    /// [RFC 9700, section 4.14.2]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
    #[must_use]
    pub const fn judge(&self, state: &SessionState) -> Verdict {
        let is_known = 0 <= self.generation && self.generation <= state.generation;
        if !state.is_active(self.now) || !is_known {
            // A token of a later generation is one of ours, whose session the store has restored from a backup.
            return Verdict::Ended;
        }
        if self.generation == state.generation {
            return Verdict::Rotate(self.rotated(state));
        }
        let is_predecessor = self.generation == state.generation.saturating_sub(1);
        // The clock of another instance may be ahead of this one: the difference is then negative, and the window
        // longer by it. Without a window, this changes nothing.
        let since = self.admitted.saturating_sub(state.spent_at);
        let is_recent = self.window > 0 && since < self.window;
        if is_predecessor && is_recent {
            Verdict::Repeat
        } else {
            Verdict::Reused
        }
    }

    const fn rotated(&self, state: &SessionState) -> SessionState {
        let idle_until = self.now.saturating_add(self.idle);
        SessionState {
            generation: state.generation.saturating_add(1),
            spent_at: self.now,
            idle_until: if idle_until < state.expires {
                idle_until
            } else {
                state.expires
            },
            expires: state.expires,
        }
    }
}
