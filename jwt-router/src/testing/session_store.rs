//! Tests that an implementation of `SessionStore` behaves as the trait documents.

mod at_once;
mod owner;

use std::{fmt::Debug, sync::Arc};

use crate::{
    jwt::sign::random_jwt_id,
    session::{
        NewSession, SessionId, SessionInfo, SessionOwner, SessionState, SessionStore, Spending,
        Spent,
    },
};

/// The time that the tests pass to the store, in milliseconds since 1970-01-01T00:00:00Z. It lies in the past, so
/// that a store that reads the clock of the machine instead fails.
const NOW: i64 = 1_700_000_000_000;
const SECOND: i64 = 1000;
const DAY: i64 = 24 * 60 * 60 * SECOND;

/// Tests that a store of sessions behaves as [`SessionStore`] documents.
///
/// The test checks that:
/// - every attempt to spend a refresh token within the replay window (the time in which a client may repeat a
///   refresh) returns the same successor, even if 64 tasks spend the token at once;
/// - an attempt after the replay window ends the session, and one of many such attempts is reported as reuse;
/// - one session or all sessions of an entity can be ended, and sessions end when they expire or are idle for too
///   long;
/// - the sessions of an entity are listed, except those that have ended;
/// - a token for one use is used once, even by 64 tasks at once;
/// - `purge` removes nothing that is active.
///
/// The test can run on a store that contains other sessions, because its own sessions have random identifiers and
/// belong to a table `jwt_router_test`. They stay in the store until they are purged.
///
/// On a Tokio runtime with several threads, the 64 tasks run in parallel.
///
/// # Panics
///
/// Panics if the store returns an error or a wrong result. The message says what was expected.
///
/// # Examples
///
/// ```
/// use jwt_router::{MemorySessions, testing::session_store};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// session_store(MemorySessions::new()).await;
/// # }
/// ```
pub async fn session_store(store: impl SessionStore) {
    let test = Test {
        store: Arc::new(store),
    };
    test.starts_and_ends().await;
    test.spends_each_token_once().await;
    test.repeats_within_the_window().await;
    test.ends_a_session_after_reuse().await;
    test.ends_a_session_when_its_time_is_over().await;
    test.spends_atomically().await;
    test.reports_a_reuse_once().await;
    test.uses_a_token_once_at_once().await;
    test.starts_and_ends_at_once().await;
    test.lists_and_ends_the_sessions_of_an_owner().await;
    test.uses_a_token_once().await;
    test.purges_what_is_over().await;
}

struct Test<S> {
    store: Arc<S>,
}

/// Returns the value that the store returned. Panics with the name of the store's method, `call`, if it returned
/// an error.
#[track_caller]
fn answer<T, E: Debug>(call: &str, result: Result<T, E>) -> T {
    match result {
        Ok(answer) => answer,
        #[expect(clippy::panic, reason = "a store that fails does not pass its test")]
        Err(error) => panic!("`{call}` failed: {error:?}"),
    }
}

fn random() -> String {
    answer("getrandom", random_jwt_id())
}

/// Returns a random key, as JSON text, for an entity that the tests use as the owner of sessions.
fn random_key() -> String {
    format!("\"{}\"", random())
}

const fn spending(generation: i64, now: i64) -> Spending {
    Spending {
        generation,
        now,
        admitted: now,
        window: 10 * SECOND,
        idle: 7 * DAY,
    }
}

/// Returns the result that a store must return when the refresh token with the number `generation` in its session
/// is spent at `spent_at`: the state of the session with the number of the next token.
fn successor(generation: i64, spent_at: i64) -> Spent {
    Spent::Successor(SessionState {
        generation: generation + 1,
        spent_at,
        idle_until: (spent_at + 7 * DAY).min(NOW + 30 * DAY),
        expires: NOW + 30 * DAY,
    })
}

impl<S: SessionStore> Test<S> {
    /// Starts a session of a new owner, and returns its id. The session ends after 30 days, or after 7 days
    /// without a refresh.
    async fn start(&self) -> SessionId {
        self.start_of(&random_key(), "").await
    }

    async fn start_of(&self, key: &str, label: &str) -> SessionId {
        let id = SessionId::of_sid(&random());
        let state = SessionState {
            generation: 0,
            spent_at: NOW,
            idle_until: NOW + 7 * DAY,
            expires: NOW + 30 * DAY,
        };
        let session = NewSession {
            id,
            owner: owner(key),
            label,
            started: NOW,
            state,
        };
        answer("start", self.store.start(&session).await);
        id
    }

    async fn spend(&self, id: &SessionId, generation: i64, now: i64) -> Spent {
        let spending = spending(generation, now);
        answer("spend", self.store.spend(id, &spending).await)
    }

    async fn list(&self, key: &str, now: i64) -> Vec<SessionInfo> {
        let mut infos = answer("list", self.store.list(&owner(key), now).await);
        infos.sort_by(|one, other| one.label.cmp(&other.label));
        infos
    }

    async fn is_active(&self, id: &SessionId, now: i64) -> bool {
        let state = self.state(id).await;
        state.is_some_and(|state| state.is_active(now))
    }

    async fn state(&self, id: &SessionId) -> Option<SessionState> {
        let state = answer("state", self.store.state(id).await);
        if let Some(at_once) = self.store.state_now(id) {
            let at_once = answer("state_now", at_once);
            assert_eq!(at_once, state, "`state_now` and `state` return the same");
        }
        state
    }

    async fn starts_and_ends(&self) {
        let (id, other) = (self.start().await, self.start().await);
        let unknown = SessionId::of_sid(&random());
        assert!(self.is_active(&id, NOW).await, "a new session is active");
        let known = self.is_active(&unknown, NOW).await;
        assert!(!known, "an unknown session is not active");
        answer("end", self.store.end(&id).await);
        let ended = self.is_active(&id, NOW).await;
        assert!(!ended, "a session that was ended is not active");
        let spent = self.spend(&id, 0, NOW).await;
        assert_eq!(spent, Spent::Ended, "its token is refused");
        let other = self.is_active(&other, NOW).await;
        assert!(other, "ending a session ends no other one");
        answer("end", self.store.end(&id).await);
        answer("end", self.store.end(&unknown).await);
    }

    async fn spends_each_token_once(&self) {
        let id = self.start().await;
        for (generation, now) in [(0, NOW), (1, NOW + 60 * SECOND), (2, NOW + DAY)] {
            let spent = self.spend(&id, generation, now).await;
            assert_eq!(spent, successor(generation, now), "generation {generation}");
            let state = self.state(&id).await.map(Spent::Successor);
            assert_eq!(state, Some(spent), "`state` returns the successor's");
        }
        let later = self.is_active(&id, NOW + 8 * DAY - 1).await;
        assert!(later, "a refresh makes the session last longer");
        let spent = self.spend(&id, 4, NOW + DAY).await;
        let what = "a token of a later generation than the store has is refused";
        assert_eq!(spent, Spent::Ended, "{what}");
        assert!(self.is_active(&id, NOW + DAY).await, "nothing has ended");
    }

    async fn repeats_within_the_window(&self) {
        let id = self.start().await;
        let first = self.spend(&id, 0, NOW).await;
        for after in [0, 1, SECOND, 10 * SECOND - 1, -SECOND] {
            let again = self.spend(&id, 0, NOW + after).await;
            let what = "a token that was spent has the same successor within the replay window";
            assert_eq!(again, first, "{what}: {after} ms later");
        }
        let spending = Spending {
            admitted: NOW + 10 * SECOND - 1,
            ..spending(0, NOW + 15 * SECOND)
        };
        let again = answer("spend", self.store.spend(&id, &spending).await);
        let what = "the replay window is compared with the time at which the request was admitted";
        assert_eq!(again, first, "{what}");
    }

    async fn ends_a_session_after_reuse(&self) {
        let id = self.start().await;
        self.spend(&id, 0, NOW).await;
        let reused = self.spend(&id, 0, NOW + 10 * SECOND).await;
        assert_eq!(
            reused,
            Spent::Reused,
            "at its end, the replay window is over"
        );
        let active = self.is_active(&id, NOW + 10 * SECOND).await;
        assert!(!active, "reuse ends the session");
        let spent = self.spend(&id, 1, NOW + 10 * SECOND).await;
        assert_eq!(spent, Spent::Ended, "its newest token is refused too");

        let id = self.start().await;
        self.spend(&id, 0, NOW).await;
        self.spend(&id, 1, NOW + SECOND).await;
        let reused = self.spend(&id, 0, NOW + SECOND).await;
        let what = "within the replay window, only the immediate predecessor has a successor";
        assert_eq!(reused, Spent::Reused, "{what}");
    }

    async fn ends_a_session_when_its_time_is_over(&self) {
        let id = self.start().await;
        let before = self.is_active(&id, NOW + 7 * DAY - 1).await;
        assert!(before, "a session is active until it was idle for too long");
        let after = self.is_active(&id, NOW + 7 * DAY).await;
        assert!(!after, "a session ends when it was idle for too long");
        let spent = self.spend(&id, 0, NOW + 7 * DAY).await;
        assert_eq!(spent, Spent::Ended, "its token is refused");

        let id = self.start().await;
        for (generation, day) in [(0, 6), (1, 12), (2, 18), (3, 24), (4, 29)] {
            let now = NOW + day * DAY;
            let spent = self.spend(&id, generation, now).await;
            assert_eq!(spent, successor(generation, now), "day {day}");
        }
        let before = self.is_active(&id, NOW + 30 * DAY - 1).await;
        assert!(before, "a session that is used is active until it expires");
        let after = self.is_active(&id, NOW + 30 * DAY).await;
        assert!(!after, "a session expires even if it is used");
    }

    async fn uses_a_token_once(&self) {
        let (token, other) = (SessionId::of_sid(&random()), SessionId::of_sid(&random()));
        for (token, is_first) in [(token, true), (token, false), (other, true)] {
            let used = self.store.once(token.as_bytes(), NOW, NOW + DAY).await;
            let used = answer("once", used);
            assert_eq!(used, is_first, "a token for one use is used once");
        }
    }

    async fn purges_what_is_over(&self) {
        let (idle, used) = (self.start().await, self.start().await);
        let (past, present) = (SessionId::of_sid(&random()), SessionId::of_sid(&random()));
        self.spend(&used, 0, NOW + 6 * DAY).await;
        for (token, until) in [(past, NOW + 7 * DAY), (present, NOW + 8 * DAY)] {
            answer("once", self.store.once(token.as_bytes(), NOW, until).await);
        }
        let now = NOW + 7 * DAY;
        while answer("purge", self.store.purge(now, 100).await) >= 100 {}
        let active = self.is_active(&used, now).await;
        assert!(active, "`purge` removes no session that is active");
        let again = self.spend(&used, 0, NOW + 6 * DAY).await;
        let expected = successor(0, NOW + 6 * DAY);
        assert_eq!(again, expected, "`purge` changes no session");
        let gone = self.spend(&idle, 0, now).await;
        assert_eq!(gone, Spent::Ended, "a session that is over stays over");
        let used = self.store.once(present.as_bytes(), now, now + DAY).await;
        let what = "`purge` keeps the mark of a token whose time is not over";
        assert!(!answer("once", used), "{what}");
    }
}

const fn owner(key: &str) -> SessionOwner<'_> {
    SessionOwner::new("jwt_router_test", key)
}
