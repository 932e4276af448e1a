//! Finds a member of a JSON object by its name in the object's text, and refuses an object that has the member
//! twice.

use std::fmt;

use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::{jwt::token::Text, policy::requirement::ClaimFault};

/// Returns the JSON text of a member's value in an object, or of an element in an array, where `name` is its index
/// ([RFC 6901, section 4](https://www.rfc-editor.org/rfc/rfc6901#section-4)).
///
/// # Errors
///
/// Returns [`ClaimFault::Absent`] if there is no such member or element. Returns [`ClaimFault::OtherType`] if
/// `json` is neither an object nor an array, or if the object has two members with this name: two readers of one
/// token could choose different ones, and find different roles.
pub(super) fn member<'c>(json: &'c str, name: &str) -> Result<&'c str, ClaimFault> {
    let mut json = serde_json::Deserializer::from_str(json);
    let found = json.deserialize_any(Member { name });
    let found = found.map_err(|_| ClaimFault::OtherType)?;
    found.map(RawValue::get).ok_or(ClaimFault::Absent)
}

/// Returns whether an object has a member with this name. A member whose value is `false` or `null` counts as
/// missing.
///
/// # Errors
///
/// Returns [`ClaimFault::OtherType`] if the text is not an object, or if the object has the member twice.
pub(super) fn has_member(json: &str, name: &str) -> Result<bool, ClaimFault> {
    if !json.starts_with('{') {
        return Err(ClaimFault::OtherType);
    }
    match member(json, name) {
        Ok(value) => Ok(!matches!(value, "false" | "null")),
        Err(ClaimFault::Absent) => Ok(false),
        Err(fault) => Err(fault),
    }
}

struct Member<'n> {
    name: &'n str,
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Text(name)) = members.next_key()? {
            if name != self.name {
                members.next_value::<IgnoredAny>()?;
            } else if found.replace(members.next_value()?).is_some() {
                return Err(A::Error::custom("repeated name"));
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let wanted = index(self.name);
        let mut found = None;
        let mut position = 0_usize;
        while let Some(element) = elements.next_element()? {
            if wanted == Some(position) {
                found = Some(element);
            }
            position = position.saturating_add(1);
        }
        Ok(found)
    }
}

/// Parses the index of an array's element: digits without a leading zero; `None` for any other text.
fn index(name: &str) -> Option<usize> {
    let is_canonical = name == "0" || !name.starts_with('0');
    let is_digits = name.bytes().all(|byte| byte.is_ascii_digit());
    (is_canonical && is_digits)
        .then(|| name.parse().ok())
        .flatten()
}
