use std::{fmt, time::Duration};

use super::Seconds;

/// A period of time in a setting, such as a lifetime or a time limit. A text and a [`Duration`] convert into it.
///
/// | form | period |
/// | --- | --- |
/// | `"90s"`, `"15m"`, `"12h"`, `"7d"` | a whole number of seconds, minutes, hours or days of 24 hours |
/// | `"500ms"` | a whole number of milliseconds |
/// | a `Duration` | the same, including its fraction of a second |
///
/// A text of another form, such as `"15 m"`, `"1.5h"` or `"1h30m"`, is never taken for another period. It is an error of
/// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) in a setting, and of `sign` in a token or a link.
///
/// Fractions of a second:
///
/// - Time limits, such as [`predicate_timeout`](crate::JwtRoutesBuilder::predicate_timeout), include them.
/// - Lifetimes of tokens, and the settings that are compared with the times in tokens, such as
///   [`leeway`](crate::JwtRoutesBuilder::leeway), ignore them.
/// - In the settings for sessions and streams, such as [`access_for`](crate::JwtRoutesBuilder::access_for), they are an
///   error of `build`.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use jwt_router::{JwtRoutes, Period, Secret};
///
/// assert_eq!(Period::from("15m"), Period::from(Duration::from_secs(15 * 60)));
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .expires_in("15m")
///     .leeway(Duration::from_secs(10))
///     .predicate_timeout("500ms")
///     .build()?;
///
/// let error = JwtRoutes::builder().secret(Secret::random()?).expires_in("15 minutes").build();
/// assert!(error.is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct Period(Result<Duration, String>);

impl Period {
    /// Returns the duration.
    ///
    /// # Errors
    ///
    /// Returns the text from which the period was made if the text is not a duration.
    pub(crate) fn duration(&self) -> Result<Duration, &str> {
        self.0.as_ref().copied().map_err(String::as_str)
    }

    /// Returns the duration, or `None` if the period was made from a text that is not a duration. In this case, the
    /// problem is added to `problems`, with the name of the builder's method.
    #[cfg(any(feature = "cache", feature = "jwks"))]
    pub(crate) fn or_problem(&self, method: &str, problems: &mut Vec<String>) -> Option<Duration> {
        let text = match self.duration() {
            Ok(duration) => return Some(duration),
            Err(text) => text,
        };
        problems.push(format!(
            "`.{method}(..)` is `{}`: write {FORM}",
            text.escape_debug()
        ));
        None
    }
}

/// The form of a text, for messages.
pub(crate) const FORM: &str = "a number and a unit, such as `30s`, `15m`, `12h` or `7d`";

impl From<Duration> for Period {
    fn from(duration: Duration) -> Self {
        Self(Ok(duration))
    }
}

impl From<&str> for Period {
    fn from(text: &str) -> Self {
        let millis = text.strip_suffix("ms").map(|number| {
            // `u64::from_str` accepts a leading `+`, which is no part of the form.
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let number: Option<u64> = number.parse().ok().filter(|_| is_number);
            number.map(Duration::from_millis)
        });
        let duration = millis.unwrap_or_else(|| Seconds::parse(text).map(Duration::from));
        Self(duration.ok_or_else(|| text.to_owned()))
    }
}

impl From<String> for Period {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(duration) => duration.fmt(f),
            Err(text) => text.fmt(f),
        }
    }
}
