use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use crate::clock::Clock;

/// A clock for tests. Its time stands still until the test advances it. Clones of a clock share one time.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
/// use jwt_router::{JwtRoutes, Secret, testing::FixedClock};
///
/// let clock = FixedClock::at_unix(1_700_000_000);
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).clock(clock.clone()).build()?;
/// clock.advance(Duration::from_secs(3600));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<AtomicU64>);

impl FixedClock {
    /// Returns a clock that shows this time, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn at_unix(seconds: u64) -> Self {
        Self(Arc::new(AtomicU64::new(seconds)))
    }

    /// Advances the clock and its clones by the whole seconds of `by`.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0.load(Ordering::SeqCst))
    }
}
