//! Dates in tokens.

use std::{fmt, time::Duration};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

/// A date in a token: seconds since 1970-01-01T00:00:00Z ([RFC 7519, section 2]).
///
/// Deserializing rounds fractions of a second down, and reads a number above `i64::MAX` as `i64::MAX`. A number
/// that fits into neither `i64` nor `u64` is an error.
///
/// [RFC 7519, section 2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct NumericDate(i64);

impl NumericDate {
    /// Returns the date that is `seconds` after 1970-01-01T00:00:00Z, or before it when negative.
    pub(crate) const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    pub(crate) const fn as_unix(self) -> i64 {
        self.0
    }

    /// Returns the date that is `duration` later, or the latest date that can be represented. Fractions of a second in
    /// `duration` are dropped.
    pub(crate) fn saturating_add(self, duration: Duration) -> Self {
        let seconds = i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(seconds))
    }
}

impl Serialize for NumericDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for NumericDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(NumericDateVisitor)
    }
}

struct NumericDateVisitor;

impl Visitor<'_> for NumericDateVisitor {
    type Value = NumericDate;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number of seconds")
    }

    fn visit_i64<E>(self, seconds: i64) -> Result<NumericDate, E> {
        Ok(NumericDate(seconds))
    }

    fn visit_u64<E>(self, seconds: u64) -> Result<NumericDate, E> {
        Ok(NumericDate(i64::try_from(seconds).unwrap_or(i64::MAX)))
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<NumericDate, E> {
        // From -2^63, inclusive, to 2^64, exclusive. Infinities and NaN are outside of the range.
        if (-9_223_372_036_854_775_808.0..18_446_744_073_709_551_616.0).contains(&seconds) {
            Ok(NumericDate(floor(seconds)))
        } else {
            Err(E::custom("the date does not fit into 64 bits"))
        }
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "saturates, which is what is wanted"
)]
fn floor(seconds: f64) -> i64 {
    seconds.floor() as i64
}
