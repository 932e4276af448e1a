//! The keys that were fetched from an issuer, with their age and lifetime.

use std::{ops::Deref, time::Duration};

use tokio::time::Instant;

use crate::jwt::key::KeySet;

/// The keys of an issuer, and the time at which they were fetched.
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

/// The time for which fetched keys are used if the issuer cannot be reached.
///
/// If a machine cannot reach the issuer, it may accept a withdrawn key for this time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyLifetime(Duration);

/// The age at which keys are fetched again. Keys with a lifetime of less than two hours are fetched earlier.
const REFRESH: Duration = Duration::from_secs(60 * 60);

impl KeyLifetime {
    pub(crate) const DEFAULT: Duration = Duration::from_secs(24 * 60 * 60);
    const MINIMUM: Duration = Duration::from_secs(10 * 60);
    const MAXIMUM: Duration = Duration::from_secs(30 * 24 * 60 * 60);

    /// Parses a lifetime of ten minutes to 30 days.
    ///
    /// # Errors
    ///
    /// Returns the text of an error message for any other lifetime. A shorter one would leave no time to try a
    /// failed fetch again.
    pub(crate) fn parse(lifetime: Duration) -> Result<Self, &'static str> {
        if (Self::MINIMUM..=Self::MAXIMUM).contains(&lifetime) {
            Ok(Self(lifetime))
        } else {
            Err("the lifetime of its keys is not from ten minutes to 30 days")
        }
    }

    /// Returns the age at which keys are fetched again: one hour, or half of a shorter lifetime.
    pub(super) fn refresh(self) -> Duration {
        REFRESH.min(self.0 / 2)
    }

    /// Returns how long keys of this age can still be used; `None` if their lifetime has ended.
    pub(super) fn rest(self, age: Duration) -> Option<Duration> {
        self.0.checked_sub(age).filter(|rest| !rest.is_zero())
    }
}
