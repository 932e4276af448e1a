//! Durations as settings and messages write them: `15m`, `30 days`.

mod period;

use std::{fmt, time::Duration};

pub(crate) use period::FORM;
pub use period::Period;

/// A duration in whole seconds.
///
/// `Display` writes a number of the longest unit that divides it, such as `15m`; [`parse`](Self::parse) reads
/// that form.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Seconds(u64);

/// The units: suffix, name, length in seconds; the longest first.
const UNITS: [(&str, &str, u64); 4] = [
    ("d", "day", DAY),
    ("h", "hour", 60 * 60),
    ("m", "minute", 60),
    SECOND,
];

const SECOND: (&str, &str, u64) = ("s", "second", 1);

const DAY: u64 = 24 * 60 * 60;

impl Seconds {
    pub(crate) const fn new(seconds: u64) -> Self {
        Self(seconds)
    }

    /// Returns a duration of this many days.
    pub(crate) const fn from_days(days: u32) -> Self {
        // The product of a `u32` of days fits into a `u64`; `u64::from` is not const.
        #[expect(clippy::as_conversions, reason = "it widens")]
        Self(DAY.saturating_mul(days as u64))
    }

    /// Parses `90s`, `15m`, `12h` or `7d`; returns `None` for another form, or for more seconds than
    /// a `u64` holds.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        UNITS.into_iter().find_map(|(suffix, _, length)| {
            let number = text.strip_suffix(suffix)?;
            // `u64::from_str` accepts a leading `+`, which is no part of the form.
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let number: u64 = number.parse().ok().filter(|_| is_number)?;
            number.checked_mul(length).map(Self)
        })
    }

    pub(crate) const fn as_u64(self) -> u64 {
        self.0
    }

    /// Returns the duration as words, such as `30 days` or `36 hours`: in the longest unit of which it has at least
    /// two, rounded down.
    pub(crate) const fn in_words(self) -> impl fmt::Display {
        InWords(self)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let divides = |(_, _, length): &(_, _, u64)| self.0 != 0 && self.0.is_multiple_of(*length);
        let (suffix, _, length) = UNITS.into_iter().find(divides).unwrap_or(SECOND);
        write!(formatter, "{}{suffix}", self.0 / length)
    }
}

struct InWords(Seconds);

impl fmt::Display for InWords {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Seconds(seconds)) = *self;
        let has_two = |(_, _, length): &(_, _, u64)| seconds / length >= 2;
        let (_, unit, length) = UNITS.into_iter().find(has_two).unwrap_or(SECOND);
        let plural = if seconds == 1 { "" } else { "s" };
        write!(formatter, "{} {unit}{plural}", seconds / length)
    }
}

/// Drops the fraction of a second.
impl From<Duration> for Seconds {
    fn from(duration: Duration) -> Self {
        Self(duration.as_secs())
    }
}

impl From<Seconds> for Duration {
    fn from(seconds: Seconds) -> Self {
        Self::from_secs(seconds.as_u64())
    }
}

#[cfg(test)]
mod tests;
