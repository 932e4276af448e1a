//! The builder's setting for streams: how often the guard checks that the caller of a stream still has access.

use std::time::Duration;

use crate::{
    config::{JwtRoutesBuilder, sessions::TimeSetting},
    duration::{Period, Seconds},
    problem::ConfigProblem,
};

const INTERVAL: TimeSetting = TimeSetting {
    name: "check_streams_every",
    bounds: Seconds::new(1)..=Seconds::new(60 * 60),
    default: Seconds::new(30),
};

impl JwtRoutesBuilder {
    /// Sets how often [`G::until_end`](crate::G::until_end) asks whether the session and the entity of a caller still
    /// exist: every 30 seconds by default, from one second to one hour.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .check_streams_every("10s")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_streams_every(mut self, interval: impl Into<Period>) -> Self {
        self.stream_interval = Some(interval.into());
        self
    }

    /// Returns the interval between two checks of a stream's caller. If it is out of bounds, adds that to `problems`.
    pub(super) fn stream_interval(&self, problems: &mut Vec<ConfigProblem>) -> Duration {
        let millis = INTERVAL.millis(self.stream_interval.as_ref(), problems);
        Duration::from_millis(u64::try_from(millis).unwrap_or_default())
    }
}
