//! Keys with their age.

use std::{ops::Deref, time::Duration};

use tokio::time::Instant;

use crate::jwt::key::KeySet;

/// The keys of an issuer, and when they were fetched.
#[derive(Debug)]
pub(crate) struct HeldKeys {
    keys: KeySet,
    fetched: Instant,
}

impl HeldKeys {
    pub(super) fn new(keys: KeySet) -> Self {
        Self {
            keys,
            fetched: Instant::now(),
        }
    }

    pub(super) fn age(&self) -> Duration {
        self.fetched.elapsed()
    }
}

impl Deref for HeldKeys {
    type Target = KeySet;

    fn deref(&self) -> &KeySet {
        &self.keys
    }
}

/// How long keys are used while the issuer does not answer.
///
/// A key that the issuer has withdrawn is accepted for as long at most, by a machine that cannot reach the
/// issuer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyLifetime(Duration);

/// How old keys get before they are fetched again.
const REFRESH: Duration = Duration::from_secs(60 * 60);

impl KeyLifetime {
    pub(crate) const DEFAULT: Duration = Duration::from_secs(24 * 60 * 60);
    const MINIMUM: Duration = Duration::from_secs(10 * 60);
    const MAXIMUM: Duration = Duration::from_secs(30 * 24 * 60 * 60);

    /// Checks a lifetime.
    ///
    /// # Errors
    ///
    /// Says that it is too short to try again before it ends, or too long.
    pub(crate) fn parse(lifetime: Duration) -> Result<Self, &'static str> {
        if (Self::MINIMUM..=Self::MAXIMUM).contains(&lifetime) {
            Ok(Self(lifetime))
        } else {
            Err("the lifetime of its keys is not from ten minutes to 30 days")
        }
    }

    /// Returns how old keys get before they are fetched again.
    pub(super) fn refresh(self) -> Duration {
        REFRESH.min(self.0 / 2)
    }

    /// Returns how long keys of this age are still used; `None` when they have ended.
    pub(super) fn rest(self, age: Duration) -> Option<Duration> {
        self.0.checked_sub(age).filter(|rest| !rest.is_zero())
    }
}
