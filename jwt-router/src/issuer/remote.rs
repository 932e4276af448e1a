//! Provides the keys of an issuer to the requests that verify its tokens.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{runtime::Handle, task::AbortHandle, time::timeout};

use super::{Fetcher, Source, held::HeldKeys, held::KeyLifetime, refresh::Refresh};
use crate::jwt::{
    key::Algorithm,
    token::{CompactToken, InvalidToken},
    verify::{Header, IssuerKeys, PayloadBuffer, signed_payload},
};

/// The maximum time that a request waits for a fetch. It is longer than a fetch can take.
const PATIENCE: Duration = Duration::from_secs(12);
/// How late a regular fetch may be, before a request checks whether the fetching task still runs.
const DELAY: Duration = Duration::from_secs(3 * 60);

/// The last keys that were fetched from an issuer, and the task that fetches them.
///
/// The task starts when a token first needs the keys, because there is no runtime before. It ends when this
/// value is dropped. If the issuer cannot be reached, the keys are kept until their lifetime ends.
pub(crate) struct RemoteKeys {
    shared: Arc<Refresh>,
    task: Mutex<Option<AbortHandle>>,
}

/// The reason why the signature of a token could not be verified.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JwsError {
    /// The token is invalid. The response is 401.
    Token(InvalidToken),
    /// The issuer's keys cannot be fetched, and those in memory have ended. The response is 503.
    Unavailable,
    /// The keys in memory lack the `kid` of the token, and the last fetch failed. The response is 503, because the
    /// issuer may have published the key since.
    UnknownKey,
}

impl From<InvalidToken> for JwsError {
    fn from(fault: InvalidToken) -> Self {
        Self::Token(fault)
    }
}

impl RemoteKeys {
    /// Prepares to fetch the keys of an issuer when they are first needed.
    ///
    /// A published key without `alg` is used with each of the `algorithms` that matches its kind.
    pub(crate) fn new(
        source: Source,
        fetcher: Fetcher,
        lifetime: KeyLifetime,
        algorithms: Vec<Algorithm>,
    ) -> Self {
        Self {
            shared: Arc::new(Refresh::new(source, fetcher, lifetime, algorithms)),
            task: Mutex::new(None),
        }
    }

    /// Returns the keys in memory, without waiting; `None` if there are none, or their lifetime has ended.
    pub(crate) fn current(&self) -> Option<Arc<HeldKeys>> {
        let keys = self.shared.current()?;
        if keys.age() > self.shared.lifetime.refresh() + DELAY {
            self.revive();
        }
        Some(keys)
    }

    /// Returns whether newer keys might verify a token that the keys `tried` refused with this `reason`, and
    /// such keys are in memory, or a fetch is running or due.
    ///
    /// The reason may also be an invalid signature: an issuer may give a new key the `kid` of an old one, and a
    /// token need not have a `kid`.
    pub(crate) fn may_have_newer(&self, tried: &Arc<HeldKeys>, reason: InvalidToken) -> bool {
        let is_of_keys = matches!(
            reason,
            InvalidToken::Signature | InvalidToken::UnknownKey | InvalidToken::Algorithm
        );
        is_of_keys && (self.shared.may_change() || !self.is_current(tried))
    }

    /// Returns the error for a token that the current keys refuse for this `reason`.
    ///
    /// A token with an unknown `kid` may be signed with a key that the issuer has published since the last successful
    /// fetch. If the last fetch failed, the token is therefore not known to be invalid.
    pub(crate) fn refusal(&self, reason: InvalidToken) -> JwsError {
        if reason == InvalidToken::UnknownKey && self.shared.has_failed() {
            JwsError::UnknownKey
        } else {
            JwsError::Token(reason)
        }
    }

    /// Returns whether these keys are still the current ones, because no newer keys have been fetched.
    fn is_current(&self, keys: &Arc<HeldKeys>) -> bool {
        let current = self.shared.current();
        current.is_some_and(|current| Arc::ptr_eq(&current, keys))
    }

    /// Returns the keys that verify the signature of a token.
    ///
    /// If the keys in memory do not verify the signature, waits for a fetch that is running or due.
    ///
    /// # Errors
    ///
    /// Returns [`JwsError::Token`] when the keys do not verify the signature, [`JwsError::Unavailable`] when there are
    /// no keys, and [`JwsError::UnknownKey`] when the last fetch failed and none of the keys has the token's `kid`.
    pub(crate) async fn signing(
        &self,
        token: CompactToken<'_>,
        header: &Header,
    ) -> Result<Arc<HeldKeys>, JwsError> {
        let check = |keys: &HeldKeys| {
            let mut buffer = PayloadBuffer::new();
            signed_payload(token, &IssuerKeys { header, keys }, &mut buffer).map(drop)
        };
        if let Some(keys) = self.current() {
            match check(&keys) {
                Ok(()) => return Ok(keys),
                Err(reason) if self.may_have_newer(&keys, reason) => {}
                Err(reason) => return Err(self.refusal(reason)),
            }
            if self.is_current(&keys) {
                self.refreshed().await;
            }
        } else {
            self.refreshed().await;
        }
        let keys = self.current().ok_or(JwsError::Unavailable)?;
        check(&keys).map_err(|reason| self.refusal(reason))?;
        Ok(keys)
    }

    /// Waits for a fetch if one is running or due, for at most [`PATIENCE`].
    async fn refreshed(&self) {
        let Ok(runtime) = Handle::try_current() else {
            let issuer = self.shared.issuer();
            tracing::error!(
                issuer,
                "keys are fetched on tokio, and no runtime of it is here"
            );
            return;
        };
        let task = self.task.lock();
        self.keep_running(&runtime, &mut task.unwrap_or_else(PoisonError::into_inner));
        if let Some(ended) = self.shared.request() {
            drop(timeout(PATIENCE, ended).await);
        }
    }

    /// Starts the fetching task if it is not running: the first time, and after the runtime of the task has
    /// ended.
    fn keep_running(&self, runtime: &Handle, task: &mut Option<AbortHandle>) {
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            self.shared.reset();
            let shared = Arc::clone(&self.shared);
            let running = runtime.spawn(shared.keep_new());
            *task = Some(running.abort_handle());
        }
    }

    /// Restarts the fetching task if it has ended. Called when the keys are older than a running
    /// task lets them become. Never waits.
    #[cold]
    fn revive(&self) {
        if let (Ok(runtime), Ok(mut task)) = (Handle::try_current(), self.task.try_lock()) {
            self.keep_running(&runtime, &mut task);
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

impl fmt::Debug for RemoteKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RemoteKeys")
            .field("issuer", &self.shared.issuer())
            .finish_non_exhaustive()
    }
}
