//! The keys of an issuer, as requests find them.

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

/// How long a request waits for a fetch: longer than one takes.
const PATIENCE: Duration = Duration::from_secs(12);
/// How late a fetch may be before a request looks whether the task still runs.
const DELAY: Duration = Duration::from_secs(3 * 60);

/// The keys of an issuer as they were last fetched.
///
/// They are fetched by a task, which begins when they are first needed and ends with this. The last
/// good ones are kept while the issuer does not answer, until their lifetime ends.
pub(crate) struct RemoteKeys {
    shared: Arc<Refresh>,
    task: Mutex<Option<AbortHandle>>,
}

/// Why nothing good is known of a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum JwsError {
    /// The token's fault: 401.
    Token(InvalidToken),
    /// The issuer's keys cannot be fetched, or have ended: 503.
    Unavailable,
}

impl From<InvalidToken> for JwsError {
    fn from(fault: InvalidToken) -> Self {
        Self::Token(fault)
    }
}

impl RemoteKeys {
    /// Makes the keys of an issuer; a key that names no algorithm is for those `algorithms` that are
    /// of its kind.
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

    /// Returns the keys, if they are there and have not ended; never waits.
    pub(crate) fn current(&self) -> Option<Arc<HeldKeys>> {
        let keys = self.shared.current()?;
        if keys.age() > self.shared.lifetime.refresh() + DELAY {
            self.revive();
        }
        Some(keys)
    }

    /// Returns whether a token that is refused for this reason with these keys may be good with newer ones
    /// that are there, on their way, or due.
    ///
    /// An issuer may give a new key the name of an old one, and a token need not name its key: what is seen
    /// of the change is a signature that is not good.
    pub(crate) fn may_have_newer(&self, tried: &Arc<HeldKeys>, reason: InvalidToken) -> bool {
        let is_of_keys = matches!(
            reason,
            InvalidToken::Signature | InvalidToken::UnknownKey | InvalidToken::Algorithm
        );
        is_of_keys && (self.shared.may_change() || !self.is_current(tried))
    }

    fn is_current(&self, keys: &Arc<HeldKeys>) -> bool {
        let current = self.shared.current();
        current.is_some_and(|current| Arc::ptr_eq(&current, keys))
    }

    /// Returns the keys with which the signature of a token is good; fetches them first where those that are
    /// there do not verify it, if the last fetch is long enough ago.
    ///
    /// # Errors
    ///
    /// [`JwsError::Token`] when the signature is not good, and [`JwsError::Unavailable`] when there are no keys.
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
                Err(reason) => return Err(reason.into()),
            }
            if self.is_current(&keys) {
                self.refreshed().await;
            }
        } else {
            self.refreshed().await;
        }
        let keys = self.current().ok_or(JwsError::Unavailable)?;
        check(&keys)?;
        Ok(keys)
    }

    /// Waits for the fetch that is under way or due, if one is.
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

    /// Starts the task, if it does not run: at first, and when it has ended with its runtime.
    fn keep_running(&self, runtime: &Handle, task: &mut Option<AbortHandle>) {
        if task.as_ref().is_none_or(AbortHandle::is_finished) {
            self.shared.reset();
            let shared = Arc::clone(&self.shared);
            let running = runtime.spawn(shared.keep_new());
            *task = Some(running.abort_handle());
        }
    }

    /// Starts the task again, where keys are old because it does not run; never waits.
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
