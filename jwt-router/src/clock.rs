//! The clock that tokens are minted and verified with.

use std::time::{Duration, SystemTime};

/// A source of the current time, by which tokens are minted and verified.
///
/// An application uses [`SystemClock`], the default. A test can set a clock that it moves itself, instead of
/// waiting for a token to expire: see [`JwtRoutesBuilder::clock`](crate::JwtRoutesBuilder::clock).
///
/// # Examples
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use jwt_router::Clock;
///
/// struct FixedClock(SystemTime);
///
/// impl Clock for FixedClock {
///     fn now(&self) -> SystemTime {
///         self.0
///     }
/// }
///
/// let clock = FixedClock(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
/// assert_eq!(clock.now(), clock.now());
/// ```
pub trait Clock: Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "all other code reads the time from a `Clock`"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Returns the seconds since 1970-01-01T00:00:00Z, rounded down; a time out of the range of `i64` saturates.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(error) => seconds_before_epoch(error.duration()),
    }
}

/// Returns the milliseconds since 1970-01-01T00:00:00Z, rounded down; an earlier time is 0, and a time out of the
/// range of `i64` saturates.
pub(crate) fn unix_millis(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

fn seconds_before_epoch(before: Duration) -> i64 {
    let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
    let partial = i64::from(before.subsec_nanos() > 0);
    seconds.saturating_neg().saturating_sub(partial)
}
