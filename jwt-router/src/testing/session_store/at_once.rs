//! Tests that a session store handles many calls at once.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::{NOW, SECOND, Test, answer, owner, random, random_key, spending, successor};
use crate::session::{SessionId, SessionStore, Spent};

/// The number of tasks that call the session store at once.
const AT_ONCE: usize = 64;

/// Runs `call` in 64 tasks at once, and returns their results. Each task gets its number.
async fn at_once<F: Future<Output: Send + 'static> + Send + 'static>(
    call: impl Fn(usize) -> F,
) -> Vec<F::Output> {
    let tasks: JoinSet<F::Output> = (0..AT_ONCE).map(call).collect();
    tasks.join_all().await
}

impl<S: SessionStore> Test<S> {
    /// Spends one refresh token of a session in 64 tasks at once, and returns what the store returned to each.
    async fn spend_at_once(&self, id: SessionId, generation: i64, now: i64) -> Vec<Spent> {
        let spent = at_once(|_| {
            let store = Arc::clone(&self.store);
            async move { store.spend(&id, &spending(generation, now)).await }
        });
        let spent = spent.await.into_iter();
        spent.map(|spent| answer("spend", spent)).collect()
    }

    pub(super) async fn spends_atomically(&self) {
        let id = self.start().await;
        for generation in 0..4 {
            let now = NOW + generation * SECOND;
            let spent = self.spend_at_once(id, generation, now).await;
            let expected = vec![successor(generation, now); AT_ONCE];
            let what = "everyone who spends one token at once gets the same successor";
            assert_eq!(spent, expected, "{what}");
        }

        // Each task spends the token at another time. If two of them spent it, their successors would differ.
        let id = self.start().await;
        let spent = at_once(|index| {
            let store = Arc::clone(&self.store);
            let now = NOW.saturating_add(i64::try_from(index).unwrap_or_default());
            async move { store.spend(&id, &spending(0, now)).await }
        });
        let spent: Vec<Spent> = spent
            .await
            .into_iter()
            .map(|spent| answer("spend", spent))
            .collect();
        assert!(
            spent.windows(2).all(|two| two.first() == two.last()),
            "one token has one successor, whoever is the first to spend it: {spent:?}"
        );
    }

    pub(super) async fn reports_a_reuse_once(&self) {
        let id = self.start().await;
        self.spend(&id, 0, NOW).await;
        let spent = self.spend_at_once(id, 0, NOW + 60 * SECOND).await;
        let reused = spent.iter().filter(|spent| **spent == Spent::Reused);
        assert_eq!(reused.count(), 1, "one of many reuses at once is reported");
        let has_ended = spent
            .iter()
            .all(|spent| matches!(spent, Spent::Reused | Spent::Ended));
        assert!(has_ended, "no reuse has a successor: {spent:?}");
    }

    pub(super) async fn uses_a_token_once_at_once(&self) {
        let token = SessionId::of_sid(&random());
        let used = at_once(|_| {
            let store = Arc::clone(&self.store);
            async move { store.once(token.as_bytes(), NOW, NOW + SECOND).await }
        });
        let used = used.await.into_iter();
        let first = used.filter(|used| matches!(used, Ok(true)));
        assert_eq!(first.count(), 1, "one of many uses at once is the first");
    }

    pub(super) async fn starts_and_ends_at_once(&self) {
        let key = random_key();
        at_once(|_| {
            let (store, key) = (Arc::clone(&self.store), key.clone());
            async move {
                let test = Self { store };
                let id = test.start_of(&key, "").await;
                answer("end", test.store.end(&id).await);
            }
        })
        .await;
        let listed = self.store.list(&owner(&key), NOW).await;
        assert_eq!(
            answer("list", listed),
            [],
            "sessions that ended are not listed"
        );
    }
}
