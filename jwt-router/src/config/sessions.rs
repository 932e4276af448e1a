//! The builder's settings for sessions: the store, the lifetimes, and how the guard checks that a session is active.

use std::{ops::RangeInclusive, sync::Arc, time::Duration};

use crate::{
    config::JwtRoutesBuilder,
    duration::{Period, Seconds},
    problem::ConfigProblem,
    session::{
        ActiveSessions, ErasedSessions, Lifetimes, OnReuse, ReusedToken, SessionCheck,
        SessionStore, Sessions, TypedSessions,
    },
};

/// How the guard finds out whether the session of an access token has ended.
///
/// A token without the claim `sid` belongs to no session, so the guard does not look for one. The tokens of
/// [`create_token`](crate::JwtRoutes::create_token) and of flask-jwt-router are like this; they can be ended by a
/// [version](crate::Entity::token_version) of the entity.
///
/// # Examples
///
/// ```
/// use jwt_router::{Check, JwtRoutes, MemorySessions, Secret};
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .sessions(MemorySessions::new())
///     .check_sessions(Check::cached("30s"))
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Check {
    /// The guard asks the session store for every request. After a session has ended, its next request is refused.
    #[default]
    Always,
    /// The guard asks the session store, unless it found the session active within this time, such as `30s`; five
    /// minutes at most. A session that another instance of the program has ended is refused after this time at the
    /// latest. Only active sessions are cached.
    Cached(Period),
    /// The guard does not ask the session store. A session that has ended is refused when its access token expires,
    /// after [`access_for`](JwtRoutesBuilder::access_for) and the leeway at the latest.
    Never,
}

impl Check {
    /// Returns [`Check::Cached`] with this time, such as `30s`: from one second to five minutes.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use jwt_router::Check;
    ///
    /// assert_eq!(Check::cached("30s"), Check::cached(Duration::from_secs(30)));
    /// ```
    pub fn cached(time: impl Into<Period>) -> Self {
        Self::Cached(time.into())
    }
}

/// The settings for sessions that the builder has received; `None` for each default.
#[derive(Default)]
pub(super) struct SessionSettings {
    store: Option<Arc<dyn ErasedSessions>>,
    access: Option<Period>,
    pub(super) longest: Option<Period>,
    idle: Option<Period>,
    window: Option<Period>,
    check: Check,
    on_reuse: Option<OnReuse>,
}

impl JwtRoutesBuilder {
    /// Sets the store of the sessions that [`start_session`](crate::JwtRoutes::start_session) starts.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemorySessions, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .sessions(MemorySessions::new()) // or `SqlxSessions`, or `RedisSessions`
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sessions(mut self, store: impl SessionStore) -> Self {
        self.sessions.store = Some(Arc::new(TypedSessions(Arc::new(store))));
        self
    }

    /// Sets the lifetime of the access tokens of sessions: 15 minutes by default, from one second to one day.
    pub fn access_for(mut self, time: impl Into<Period>) -> Self {
        self.sessions.access = Some(time.into());
        self
    }

    /// Sets how long a session lasts without a refresh: seven days by default, from one second to ten years. This time
    /// should be longer than the lifetime of the access tokens.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemorySessions, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .sessions(MemorySessions::new())
    ///     .access_for("5m")
    ///     .idle("1d")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn idle(mut self, time: impl Into<Period>) -> Self {
        self.sessions.idle = Some(time.into());
        self
    }

    /// Sets how long a refresh token that was spent can be sent again to get its successor, the same one for every
    /// request: ten seconds by default, five minutes at most. With zero, every second use of a refresh token ends its
    /// session, even if the client only repeats a refresh whose response was lost.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemorySessions, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .sessions(MemorySessions::new())
    ///     .replay_window("30s")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replay_window(mut self, time: impl Into<Period>) -> Self {
        self.sessions.window = Some(time.into());
        self
    }

    /// Sets how the guard finds out whether the session of an access token has ended: [`Check::Always`] by default.
    pub fn check_sessions(mut self, check: Check) -> Self {
        self.sessions.check = check;
        self
    }

    /// Sets a function that is called after the reuse of a refresh token has ended the token's session, for example to
    /// mail the user. The function must not block. It is called at most once for a session, and not called if the store
    /// ends the session and then fails to respond. If the guard had recognized the reuse, it is logged in this case
    /// too, with the code `refresh_reuse`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemorySessions, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .sessions(MemorySessions::new())
    ///     .on_reuse(|reused| println!("stolen from {} {}", reused.table, reused.key))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_reuse(mut self, call: impl Fn(&ReusedToken) + Send + Sync + 'static) -> Self {
        self.sessions.on_reuse = Some(Arc::new(call));
        self
    }
}

/// A setting of the builder that is a duration, with its bounds and its default.
pub(super) struct TimeSetting {
    /// The name of the builder's method that sets this duration, for messages.
    pub(super) name: &'static str,
    /// The shortest and the longest duration that is allowed.
    pub(super) bounds: RangeInclusive<Seconds>,
    pub(super) default: Seconds,
}

const ACCESS: TimeSetting = TimeSetting {
    name: "access_for",
    bounds: Seconds::new(1)..=Seconds::from_days(1),
    default: Seconds::new(15 * 60),
};
const LONGEST: TimeSetting = TimeSetting {
    name: "session_max",
    bounds: Seconds::new(1)..=Seconds::from_days(10 * 366),
    default: Seconds::from_days(30),
};
const IDLE: TimeSetting = TimeSetting {
    name: "idle",
    bounds: Seconds::new(1)..=Seconds::from_days(10 * 366),
    default: Seconds::from_days(7),
};
const WINDOW: TimeSetting = TimeSetting {
    name: "replay_window",
    bounds: Seconds::new(0)..=Seconds::new(5 * 60),
    default: Seconds::new(10),
};
const CACHED: TimeSetting = TimeSetting {
    name: "check_sessions",
    bounds: Seconds::new(1)..=Seconds::new(5 * 60),
    default: Seconds::new(30),
};

impl TimeSetting {
    /// Returns the configured duration, or the default, in milliseconds. If it is out of bounds or not a duration, adds
    /// that to `problems` and returns 0.
    pub(super) fn millis(
        &self,
        setting: Option<&Period>,
        problems: &mut Vec<ConfigProblem>,
    ) -> i64 {
        let default = || Duration::from(self.default).into();
        let setting = setting.map_or_else(default, Period::clone);
        let bounds = Duration::from(*self.bounds.start())..=Duration::from(*self.bounds.end());
        let is_good = |time: &Duration| time.subsec_nanos() == 0 && bounds.contains(time);
        let value = match setting.duration() {
            Ok(time) if is_good(&time) => {
                return i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
            }
            Ok(time) if time.subsec_nanos() != 0 => format!("{time:?}"),
            Ok(time) => Seconds::from(time).to_string(),
            Err(text) => text.to_owned(),
        };
        problems.push(ConfigProblem::SessionTime {
            name: self.name,
            value,
            shortest: self.bounds.start().to_string(),
            longest: self.bounds.end().to_string(),
            example: self.default.to_string(),
        });
        0
    }
}

impl SessionSettings {
    /// Returns a problem for each setting that needs a session store, in an application without one.
    fn without_store(&self) -> Vec<ConfigProblem> {
        let others = [
            ("access_for", self.access.is_some()),
            ("idle", self.idle.is_some()),
            ("replay_window", self.window.is_some()),
            ("check_sessions", self.check != Check::default()),
            ("on_reuse", self.on_reuse.is_some()),
        ];
        let set = others.into_iter().filter(|(_, is_set)| *is_set);
        let mut problems: Vec<_> = set
            .map(|(name, _)| ConfigProblem::NoSessionStore { name })
            .collect();
        // `session_max` also sets the end of renewals, which needs no store and has no bounds.
        if let Some(longest) = &self.longest
            && longest.duration().is_err()
        {
            LONGEST.millis(Some(longest), &mut problems);
        }
        problems
    }

    /// Builds the sessions of the application; `None` if no session store is set. Mistakes are added to `problems`.
    pub(super) fn build(self, problems: &mut Vec<ConfigProblem>) -> Option<Arc<Sessions>> {
        if self.store.is_none() {
            problems.extend(self.without_store());
            return None;
        }
        let lifetimes = Lifetimes {
            access: ACCESS.millis(self.access.as_ref(), problems),
            longest: LONGEST.millis(self.longest.as_ref(), problems),
            idle: IDLE.millis(self.idle.as_ref(), problems),
            window: WINDOW.millis(self.window.as_ref(), problems),
        };
        let check = match self.check {
            Check::Always => SessionCheck::Always,
            Check::Never => SessionCheck::Never,
            Check::Cached(time) => {
                let millis = CACHED.millis(Some(&time), problems);
                SessionCheck::Cached(ActiveSessions::new(millis))
            }
        };
        let store = self.store?;
        Some(Arc::new(Sessions::new(
            store,
            lifetimes,
            check,
            self.on_reuse,
        )))
    }
}
