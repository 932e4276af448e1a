//! The task that keeps the keys of an issuer new.

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

/// The least time between two fetches, whatever tokens ask for; and when the last one failed.
const INTERVAL: Duration = Duration::from_secs(60);
/// The same for tokens while there are no keys at all: an issuer that was down is soon asked again.
const INTERVAL_WITHOUT_KEYS: Duration = Duration::from_secs(10);
/// How long a fetch may take, beside the limits of each request.
const LIMIT: Duration = Duration::from_secs(11);

/// What requests and the task have in common.
pub(super) struct Refresh {
    source: Source,
    /// The algorithms that the application named, for keys that name none.
    algorithms: Vec<Algorithm>,
    fetcher: Fetcher,
    pub(super) lifetime: KeyLifetime,
    /// Read by every request, without a lock.
    keys: ArcSwapOption<HeldKeys>,
    attempts: watch::Sender<Attempts>,
    asked: Notify,
}

/// What was tried so far.
#[derive(Clone, Copy, Debug, Default)]
struct Attempts {
    ended: u64,
    is_running: bool,
    has_failed: bool,
    last_began: Option<Instant>,
}

/// Why keys were not fetched; for the log.
#[derive(Debug, thiserror::Error)]
enum RefreshError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    #[error("of its keys, {0}")]
    Keys(#[from] NotAKeySet),
    /// An answer all the same: the keys that were there before are withdrawn.
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

    /// Returns the keys, if they are there and have not ended.
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

    /// Asks for a fetch; returns what waits for its end, or `None` when the last one is too recent.
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

    /// Forgets the fetch of a task that has ended.
    pub(super) fn reset(&self) {
        self.attempts
            .send_modify(|attempts| attempts.is_running = false);
    }

    /// Fetches the keys when they are old, and when a request asks for it: one fetch at a time.
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
                // The keys may have moved: they are looked for again.
                Err(error) => self.note(&error),
            }
            self.attempts.send_modify(|attempts| {
                attempts.is_running = false;
                attempts.has_failed = has_failed;
                attempts.ended += 1;
            });
        }
    }

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

    /// Whether the last fetch is long enough ago for another one.
    fn is_due(&self) -> bool {
        let interval = if self.current().is_some() {
            INTERVAL
        } else {
            INTERVAL_WITHOUT_KEYS
        };
        let last = self.attempts.borrow().last_began;
        last.is_none_or(|began| began.elapsed() >= interval)
    }

    /// Fetches the keys from where they were `found` before, or else looks for them.
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

    /// Keeps the last good keys while the issuer is down, until they end; and not when it has withdrawn them.
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

    fn take(&self, keys: KeySet) {
        let issuer = self.issuer();
        let known = self.keys.load();
        report::left_out(issuer, known.as_deref().map(|known| &**known), &keys);
        self.keys.store(Some(Arc::new(HeldKeys::new(keys))));
    }
}

/// Runs a fetch in a task of its own, for as long as one may take.
///
/// A panic ends that task alone. In the task that fetches every hour, it would end all later fetches too.
async fn in_bounds<T: Send + 'static>(
    fetch: impl Future<Output = Result<T, RefreshError>> + Send + 'static,
) -> Result<T, RefreshError> {
    // Dropped with the task that waits for it, this set ends the fetch.
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
