//! The task that fetches the keys of an issuer, regularly and when a token needs them.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use tokio::{
    sync::{Notify, watch},
    task::{JoinSet, spawn_blocking},
    time::{Instant, timeout, timeout_at},
};

use super::{
    Fetcher, Source,
    discovery::{self, DiscoveryError},
    fetch::FetchError,
    held::{HeldKeys, KeyLifetime},
    report,
};
use crate::{
    duration::Seconds,
    http_client::HttpError,
    jwt::key::{Algorithm, KeySet, LeftOut, UnusableSet},
};

/// The minimum time between two fetches, however many tokens need one. It also is the time until a failed fetch
/// is repeated.
const INTERVAL: Duration = Duration::from_secs(60);
/// The minimum time between two fetches while there are no keys. It is short, so that the tokens of an issuer
/// that was down are soon accepted again.
const INTERVAL_WITHOUT_KEYS: Duration = Duration::from_secs(10);
/// The time limit of a whole fetch, which may send two requests. Each request has a limit too.
const LIMIT: Duration = Duration::from_secs(11);

/// The state that the requests and the fetching task of one issuer share.
pub(super) struct Refresh {
    source: Source,
    /// The configured algorithms, with which published keys without `alg` are used.
    algorithms: Vec<Algorithm>,
    fetcher: Fetcher,
    pub(super) lifetime: KeyLifetime,
    /// The keys of the last successful fetch. Every request reads them, so they are in an `ArcSwapOption`,
    /// which takes no lock.
    keys: ArcSwapOption<HeldKeys>,
    attempts: watch::Sender<Attempts>,
    /// Wakes the fetching task if a token needs new keys.
    asked: Notify,
}

/// Counts the fetches so far, and records the last one.
#[derive(Clone, Copy, Debug, Default)]
struct Attempts {
    /// The number of fetches that have ended, successfully or not.
    ended: u64,
    is_running: bool,
    has_failed: bool,
    last_began: Option<Instant>,
}

/// The reason why a fetch returned no keys, for the log.
#[derive(Debug, thiserror::Error)]
enum RefreshError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    #[error("of its keys, {0}")]
    Keys(#[from] UnusableSet),
    /// The issuer published a key set without usable keys. The previous keys are no longer valid.
    #[error("it publishes no key that can be used, and its tokens are refused until it does")]
    NoKeys(LeftOut),
    #[error("the fetch panicked, which is a fault of this program")]
    Panicked,
}

impl Refresh {
    pub(super) fn new(
        source: Source,
        fetcher: Fetcher,
        lifetime: KeyLifetime,
        algorithms: Vec<Algorithm>,
    ) -> Self {
        Self {
            source,
            algorithms,
            fetcher,
            lifetime,
            keys: ArcSwapOption::empty(),
            attempts: watch::Sender::default(),
            asked: Notify::new(),
        }
    }

    pub(super) fn issuer(&self) -> &str {
        self.source.issuer()
    }

    /// Returns the keys in memory; `None` if there are none, or their lifetime has ended.
    pub(super) fn current(&self) -> Option<Arc<HeldKeys>> {
        let keys = self.keys.load();
        let keys = keys.as_ref()?;
        self.lifetime.rest(keys.age())?;
        Some(Arc::clone(keys))
    }

    /// Returns whether the last fetch has failed, so that the keys in memory may be older than those of the issuer.
    pub(super) fn has_failed(&self) -> bool {
        self.attempts.borrow().has_failed
    }

    /// Returns whether new keys may be available soon, because a fetch is running or due.
    pub(super) fn may_change(&self) -> bool {
        self.attempts.borrow().is_running || self.is_due()
    }

    /// Requests a fetch, and returns a future that completes when the fetch has ended.
    ///
    /// Returns `None` if no fetch is running and the last one was too recent.
    pub(super) fn request(&self) -> Option<impl Future<Output = ()>> {
        let mut attempts = self.attempts.subscribe();
        let before = *attempts.borrow_and_update();
        if !before.is_running && !self.is_due() {
            return None;
        }
        self.asked.notify_one();
        Some(async move {
            drop(attempts.wait_for(|now| now.ended > before.ended).await);
        })
    }

    /// Records that no fetch is running. Called before the fetching task is restarted, because the task may
    /// have ended during a fetch.
    pub(super) fn reset(&self) {
        self.attempts
            .send_modify(|attempts| attempts.is_running = false);
    }

    /// Runs the fetching task: fetches the keys whenever they are old or a token needs new ones, one fetch at a
    /// time. It never returns.
    pub(super) async fn keep_new(self: Arc<Self>) {
        loop {
            self.wait_until_due().await;
            self.attempts.send_modify(|attempts| {
                attempts.is_running = true;
                attempts.last_began = Some(Instant::now());
            });
            let fetched = in_bounds(Arc::clone(&self).fetch()).await;
            let has_failed = fetched.is_err();
            match fetched {
                Ok(keys) => self.take(keys),
                Err(error) => self.note(&error),
            }
            self.attempts.send_modify(|attempts| {
                attempts.is_running = false;
                attempts.has_failed = has_failed;
                attempts.ended += 1;
            });
        }
    }

    /// Waits until the next fetch: until the keys are old, or a token needs new ones and the last fetch is not
    /// too recent.
    async fn wait_until_due(&self) {
        loop {
            let attempts = *self.attempts.borrow();
            let Some(began) = attempts.last_began else {
                return;
            };
            let rest = if attempts.has_failed {
                INTERVAL
            } else {
                self.lifetime.refresh()
            };
            let asked = timeout_at(began + rest, self.asked.notified());
            if asked.await.is_err() || self.is_due() {
                return;
            }
        }
    }

    /// Returns whether enough time has passed since the last fetch to start another one.
    fn is_due(&self) -> bool {
        let interval = if self.current().is_some() {
            INTERVAL
        } else {
            INTERVAL_WITHOUT_KEYS
        };
        let last = self.attempts.borrow().last_began;
        last.is_none_or(|began| began.elapsed() >= interval)
    }

    /// Fetches the keys from their URL.
    ///
    /// The discovery document is read each time. If an issuer moves its keys, the old URL may still respond with the
    /// old keys, whose private halves the issuer may no longer protect.
    async fn fetch(self: Arc<Self>) -> Result<KeySet, RefreshError> {
        let found;
        let endpoint = match &self.source {
            Source::Keys { keys, .. } => keys,
            Source::Discovery {
                names,
                document,
                plain,
            } => {
                let json = self.fetcher.get(document).await?;
                found = discovery::keys_uri(&json, names, document, plain)?;
                &found
            }
        };
        let json = self.fetcher.get(endpoint).await?;
        // Searching large RSA keys for weak moduli takes many milliseconds, during which a worker of the runtime would
        // serve no request.
        let reader = Arc::clone(&self);
        let read = spawn_blocking(move || KeySet::read(&json, &reader.algorithms));
        let keys = read.await.map_err(|_| RefreshError::Panicked)??;
        if keys.is_empty() {
            return Err(RefreshError::NoKeys(keys.left_out));
        }
        Ok(keys)
    }

    /// Logs a failed fetch. Discards the keys in memory if the issuer withdrew them, or their lifetime has
    /// ended.
    fn note(&self, error: &RefreshError) {
        let issuer = self.issuer();
        if let RefreshError::NoKeys(left_out) = error {
            self.keys.store(None);
            report::withdrawn(issuer, error, left_out);
            return;
        }
        let Some(keys) = self.keys.load_full() else {
            tracing::warn!(issuer, %error, "the keys of an issuer cannot be fetched");
            return;
        };
        if let Some(rest) = self.lifetime.rest(keys.age()) {
            let keys_end_in = Seconds::from(rest).in_words();
            tracing::warn!(issuer, %error, %keys_end_in, "the keys of an issuer cannot be fetched");
        } else {
            self.keys.store(None);
            tracing::error!(
                issuer,
                %error,
                "the keys of an issuer have ended, and its tokens are refused until it answers"
            );
        }
    }

    /// Replaces the keys in memory by a new set.
    fn take(&self, keys: KeySet) {
        let issuer = self.issuer();
        let known = self.keys.load();
        report::left_out(issuer, known.as_deref().map(|known| &**known), &keys);
        self.keys.store(Some(Arc::new(HeldKeys::new(keys))));
    }
}

/// Runs a fetch in a separate task, for at most [`LIMIT`].
///
/// A panic ends only the separate task. Otherwise, a panic would end the task that fetches the keys regularly,
/// so that the keys would not be fetched again.
async fn in_bounds<T: Send + 'static>(
    fetch: impl Future<Output = Result<T, RefreshError>> + Send + 'static,
) -> Result<T, RefreshError> {
    // A `JoinSet` aborts its tasks when it is dropped, so the fetch ends with the task that waits for it.
    let mut tasks = JoinSet::new();
    drop(tasks.spawn(fetch));
    match timeout(LIMIT, tasks.join_next()).await {
        Ok(Some(Ok(fetched))) => fetched,
        Ok(Some(Err(_)) | None) => Err(RefreshError::Panicked),
        Err(_) => Err(FetchError::Http(HttpError::Timeout).into()),
    }
}

#[cfg(test)]
mod tests;
