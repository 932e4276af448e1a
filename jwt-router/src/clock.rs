//! Where the time comes from.

use std::time::{Duration, SystemTime};

/// Tells the time that tokens are minted and checked with.
///
/// An application uses [`SystemClock`]; a test gives a clock that stands still,
/// so that no test has to wait for a token to expire.
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
    /// The current time.
    fn now(&self) -> SystemTime;
}

/// The clock of the operating system.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the `Clock` that everything else reads"
    )]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Whole seconds since 1970-01-01T00:00:00Z, rounded down, at the ends of `i64` for times beyond them.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        Err(error) => seconds_before_epoch(error.duration()),
    }
}

fn seconds_before_epoch(before: Duration) -> i64 {
    let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
    let partial = i64::from(before.subsec_nanos() > 0);
    seconds.saturating_neg().saturating_sub(partial)
}
