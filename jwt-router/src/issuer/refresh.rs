//! The task that fetches the keys of an issuer again and again.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
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
    http_client::{Endpoint, HttpError},
    jwt::key::{Algorithm, KeySet, LeftOut, NotAKeySet},
};

/// The minimum time between two fetches, however many tokens request one, and the time after a failed fetch.
const INTERVAL: Duration = Duration::from_secs(60);
/// The minimum time between two fetches that tokens request while there are no keys, so that the tokens of an
/// issuer that was down are soon accepted again.
const INTERVAL_WITHOUT_KEYS: Duration = Duration::from_secs(10);
/// The maximum time of a whole fetch, which may send two requests; each has limits of its own too.
const LIMIT: Duration = Duration::from_secs(11);

/// The state that the requests and the fetching task of one issuer share.
pub(super) struct Refresh {
    source: Source,
    /// The configured algorithms, for published keys without `alg`.
    algorithms: Vec<Algorithm>,
    fetcher: Fetcher,
    pub(super) lifetime: KeyLifetime,
    /// The last good keys. Every request reads them, so they are behind `ArcSwapOption`, which takes no lock.
    keys: ArcSwapOption<HeldKeys>,
    attempts: watch::Sender<Attempts>,
    /// Wakes the task when a token requests a fetch.
    asked: Notify,
}

/// The fetches so far.
#[derive(Clone, Copy, Debug, Default)]
struct Attempts {
    /// The number of fetches that have ended, with or without success.
    ended: u64,
    is_running: bool,
    has_failed: bool,
    last_began: Option<Instant>,
}

/// Why a fetch brought no keys; for the log.
#[derive(Debug, thiserror::Error)]
enum RefreshError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    #[error("of its keys, {0}")]
    Keys(#[from] NotAKeySet),
    /// The issuer responded with a key set without usable keys, which withdraws the previous keys.
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

    /// Returns the keys in memory, or `None` when there are none or their lifetime has ended.
    pub(super) fn current(&self) -> Option<Arc<HeldKeys>> {
        let keys = self.keys.load();
        let keys = keys.as_ref()?;
        self.lifetime.rest(keys.age())?;
        Some(Arc::clone(keys))
    }

    /// Returns whether a fetch is under way or due.
    pub(super) fn may_change(&self) -> bool {
        self.attempts.borrow().is_running || self.is_due()
    }

    /// Requests a fetch, and returns a future that completes when a fetch has ended.
    ///
    /// Returns `None` when no fetch is under way and the last one is too recent.
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

    /// Marks the fetch of an ended task as not running, since such a task cannot do so itself.
    pub(super) fn reset(&self) {
        self.attempts
            .send_modify(|attempts| attempts.is_running = false);
    }

    /// Fetches the keys forever: when they are old, or when a token requests it; one fetch at a time.
    pub(super) async fn keep_new(self: Arc<Self>) {
        let mut found = None;
        loop {
            self.wait_until_due().await;
            self.attempts.send_modify(|attempts| {
                attempts.is_running = true;
                attempts.last_began = Some(Instant::now());
            });
            let fetched = in_bounds(Arc::clone(&self).fetch(found.take())).await;
            let has_failed = fetched.is_err();
            match fetched {
                Ok((endpoint, keys)) => {
                    found = Some(endpoint);
                    self.take(keys);
                }
                // `found` is empty now: the keys may have moved, so the next fetch reads the document again.
                Err(error) => self.note(&error),
            }
            self.attempts.send_modify(|attempts| {
                attempts.is_running = false;
                attempts.has_failed = has_failed;
                attempts.ended += 1;
            });
        }
    }

    /// Waits until the keys are old, or until a token requests a fetch and one is due.
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

    /// Returns whether the last fetch began long enough ago for another one.
    fn is_due(&self) -> bool {
        let interval = if self.current().is_some() {
            INTERVAL
        } else {
            INTERVAL_WITHOUT_KEYS
        };
        let last = self.attempts.borrow().last_began;
        last.is_none_or(|began| began.elapsed() >= interval)
    }

    /// Fetches the keys from the URL `found` by an earlier fetch, else from the one in the discovery document.
    ///
    /// Returns the keys with their URL.
    async fn fetch(
        self: Arc<Self>,
        found: Option<Endpoint>,
    ) -> Result<(Endpoint, KeySet), RefreshError> {
        let endpoint = match (&self.source, found) {
            (Source::Keys { keys, .. }, _) => keys.clone(),
            (Source::Discovery { .. }, Some(keys)) => keys,
            (
                Source::Discovery {
                    names,
                    document,
                    plain,
                },
                None,
            ) => {
                let json = self.fetcher.get(document).await?;
                discovery::keys_uri(&json, names, document, plain)?
            }
        };
        let keys = KeySet::read(&self.fetcher.get(&endpoint).await?, &self.algorithms)?;
        if keys.is_empty() {
            return Err(RefreshError::NoKeys(keys.left_out));
        }
        Ok((endpoint, keys))
    }

    /// Logs a failed fetch, and drops the keys in memory if the issuer withdrew them or their lifetime has
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

/// Runs a fetch in a task of its own, for at most [`LIMIT`].
///
/// A panic ends only that task. In the task that fetches every hour, a panic would end all later fetches too.
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
