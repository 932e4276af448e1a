//! The keys of an issuer, and the task that keeps them new.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwapOption;
use tokio::{
    runtime::Handle,
    sync::{Notify, watch},
    task::AbortHandle,
    time::{Instant, timeout, timeout_at},
};

use super::{
    Fetcher,
    discovery::{self, DiscoveryError},
    fetch::FetchError,
    report,
};
use crate::{
    http_client::Endpoint,
    jwt::key::{Algorithm, KeySet, LeftOut, NotAKeySet},
};

/// How old keys get before they are fetched again.
const REFRESH: Duration = Duration::from_secs(60 * 60);
/// The least time between two fetches, whatever tokens ask for; and when the last one failed.
const INTERVAL: Duration = Duration::from_secs(60);
/// The same for tokens while there are no keys at all: an issuer that was down is soon asked again.
const INTERVAL_WITHOUT_KEYS: Duration = Duration::from_secs(10);
/// How long a request waits for a fetch: longer than one takes.
const PATIENCE: Duration = Duration::from_secs(12);

/// Where the keys of an issuer are.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// In the discovery document of this issuer.
    Discovery { issuer: String, document: Endpoint },
    /// Here.
    Keys { issuer: String, keys: Endpoint },
}

impl Source {
    /// Finds the keys by the discovery document of the issuer.
    ///
    /// # Errors
    ///
    /// Says what is wrong with the issuer's URL.
    pub(crate) fn discover(issuer: &str) -> Result<Self, &'static str> {
        Endpoint::parse_issuer(issuer)?;
        if issuer.ends_with(discovery::DOCUMENT) {
            return Err(
                "it is the URL of a discovery document: write what stands before `/.well-known`, which is the `iss` of the tokens",
            );
        }
        Ok(Self::Discovery {
            issuer: issuer.to_owned(),
            document: discovery::document_of(issuer)?,
        })
    }

    fn issuer(&self) -> &str {
        match self {
            Self::Discovery { issuer, .. } | Self::Keys { issuer, .. } => issuer,
        }
    }
}

/// The keys of an issuer as they were last fetched.
///
/// They are fetched by a task, which begins when they are first needed and ends with this. The last
/// good ones are kept while the issuer does not answer.
pub(crate) struct RemoteKeys {
    shared: Arc<Shared>,
    task: Mutex<Option<AbortHandle>>,
}

/// What requests and the task have in common.
struct Shared {
    source: Source,
    /// The algorithms that the application named, for keys that name none.
    algorithms: Vec<Algorithm>,
    fetcher: Fetcher,
    /// Read by every request, without a lock.
    keys: ArcSwapOption<KeySet>,
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
}

impl RemoteKeys {
    /// Makes the keys of an issuer; a key that names no algorithm is for those `algorithms` that are
    /// of its kind.
    pub(crate) fn new(source: Source, fetcher: Fetcher, algorithms: Vec<Algorithm>) -> Self {
        Self {
            shared: Arc::new(Shared {
                source,
                algorithms,
                fetcher,
                keys: ArcSwapOption::empty(),
                attempts: watch::Sender::default(),
                asked: Notify::new(),
            }),
            task: Mutex::new(None),
        }
    }

    /// The keys, if they are there and one of them has this name: never waits, takes no lock.
    pub(crate) fn with_now(&self, id: Option<&str>) -> Option<Arc<KeySet>> {
        let keys = self.shared.keys.load();
        keys.as_ref().filter(|keys| keys.has(id)).map(Arc::clone)
    }

    /// The keys; fetched first if none has this name, and if the last fetch is not too recent.
    ///
    /// `None` when they could never be fetched.
    pub(crate) async fn with(&self, id: Option<&str>) -> Option<Arc<KeySet>> {
        if let Some(keys) = self.with_now(id) {
            return Some(keys);
        }
        self.refreshed().await;
        self.shared.keys.load_full()
    }

    /// Waits for the fetch that is under way or due, if one is.
    async fn refreshed(&self) {
        let Ok(runtime) = Handle::try_current() else {
            let issuer = self.shared.source.issuer();
            tracing::error!(
                issuer,
                "keys are fetched on tokio, and no runtime of it is here"
            );
            return;
        };
        self.keep_running(&runtime);
        let mut attempts = self.shared.attempts.subscribe();
        let before = *attempts.borrow_and_update();
        if before.is_running || self.shared.is_due() {
            self.shared.asked.notify_one();
            let ended = attempts.wait_for(|now| now.ended > before.ended);
            drop(timeout(PATIENCE, ended).await);
        }
    }

    /// Starts the task, if it does not run: at first, and when its runtime has ended.
    fn keep_running(&self, runtime: &Handle) {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            self.shared
                .attempts
                .send_modify(|attempts| attempts.is_running = false);
            let shared = Arc::clone(&self.shared);
            let running = runtime.spawn(async move { shared.keep_new().await });
            *task = Some(running.abort_handle());
        }
    }
}

impl Drop for RemoteKeys {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = task {
            task.abort();
        }
    }
}

impl Shared {
    /// Fetches the keys when they are old, and when somebody asks: one fetch at a time.
    async fn keep_new(&self) {
        let mut found = None;
        loop {
            self.wait_until_due().await;
            self.attempts.send_modify(|attempts| {
                attempts.is_running = true;
                attempts.last_began = Some(Instant::now());
            });
            let fetched = self.fetch(&mut found).await;
            let has_failed = fetched.is_err();
            match fetched {
                Ok(keys) => self.take(keys),
                Err(error) => {
                    // The keys may have moved.
                    found = None;
                    self.note(&error);
                }
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
                REFRESH
            };
            let asked = timeout_at(began + rest, self.asked.notified());
            if asked.await.is_err() || self.is_due() {
                return;
            }
        }
    }

    fn has_keys(&self) -> bool {
        self.keys.load().is_some()
    }

    /// Whether the last fetch is long enough ago for another one.
    fn is_due(&self) -> bool {
        let interval = if self.has_keys() {
            INTERVAL
        } else {
            INTERVAL_WITHOUT_KEYS
        };
        let last = self.attempts.borrow().last_began;
        last.is_none_or(|began| began.elapsed() >= interval)
    }

    /// Fetches the keys from where they were `found` before, or else looks for them.
    async fn fetch(&self, found: &mut Option<Endpoint>) -> Result<KeySet, RefreshError> {
        let endpoint = match (&self.source, found.take()) {
            (Source::Keys { keys, .. }, _) => keys.clone(),
            (Source::Discovery { .. }, Some(keys)) => keys,
            (Source::Discovery { issuer, document }, None) => {
                discovery::keys_uri(&self.fetcher.get(document).await?, issuer)?
            }
        };
        let keys = KeySet::read(&self.fetcher.get(&endpoint).await?, &self.algorithms)?;
        *found = Some(endpoint);
        if keys.is_empty() {
            return Err(RefreshError::NoKeys(keys.left_out));
        }
        Ok(keys)
    }

    /// Keeps the last good keys while the issuer is down, and not when it has withdrawn them.
    fn note(&self, error: &RefreshError) {
        let issuer = self.source.issuer();
        if let RefreshError::NoKeys(left_out) = error {
            self.keys.store(None);
            report::withdrawn(issuer, error, left_out);
        } else {
            tracing::warn!(issuer, %error, "the keys of an issuer cannot be fetched");
        }
    }

    fn take(&self, keys: KeySet) {
        let issuer = self.source.issuer();
        report::left_out(issuer, self.keys.load().as_deref(), &keys);
        self.keys.store(Some(Arc::new(keys)));
    }
}

impl fmt::Debug for RemoteKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RemoteKeys")
            .field("issuer", &self.shared.source.issuer())
            .finish_non_exhaustive()
    }
}
