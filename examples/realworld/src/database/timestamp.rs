//! Points in time, as the API writes them.

use serde::{Serialize, Serializer};
use time::{
    OffsetDateTime, UtcOffset, format_description::StaticFormatDescription,
    macros::format_description,
};

/// `2016-02-18T03:22:56.637Z`: always with milliseconds, since clients match the form.
const FORMAT: StaticFormatDescription =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");

/// A point in time.
#[derive(Clone, Copy, Debug, sqlx::Type)]
#[sqlx(transparent)]
pub(crate) struct Timestamp(OffsetDateTime);

impl Timestamp {
    pub(crate) fn now() -> Self {
        Self(OffsetDateTime::now_utc())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.to_offset(UtcOffset::UTC).format(FORMAT);
        serializer.serialize_str(&text.map_err(serde::ser::Error::custom)?)
    }
}
