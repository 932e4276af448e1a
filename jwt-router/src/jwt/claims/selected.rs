//! Reads a few claims of another issuer's payload, before it is known which claim identifies the entity.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{ClaimValues, RequiredClaims, found::ClaimName};
use crate::jwt::token::{InvalidToken, Skipped};

/// Reads the claims with these names from a payload whose signature has been checked.
///
/// A claim whose value is JSON `null` counts as present, as it does when all claims of the payload are read.
///
/// # Errors
///
/// Returns [`InvalidToken`] when the payload is not one JSON object in UTF-8, or when one of these claims is repeated.
pub(crate) fn read_selected<'b>(
    payload: &'b [u8],
    names: &RequiredClaims,
) -> Result<ClaimValues<'b>, InvalidToken> {
    let payload = str::from_utf8(payload).map_err(|_| InvalidToken::Payload)?;
    let mut values = ClaimValues::default();
    let mut is_repeated = false;
    let mut deserializer = serde_json::Deserializer::from_str(payload);
    let read = deserializer.deserialize_map(SelectedVisitor {
        names,
        values: &mut values,
        is_repeated: &mut is_repeated,
    });
    match read.and_then(|()| deserializer.end()) {
        Ok(()) => Ok(values),
        Err(_) if is_repeated => Err(InvalidToken::RepeatedClaim),
        Err(error) => Err(match error.classify() {
            Category::Data => InvalidToken::ClaimType,
            Category::Io | Category::Syntax | Category::Eof => InvalidToken::Payload,
        }),
    }
}

/// The visitor of a payload: stores the values of the claims that have one of the `names`.
struct SelectedVisitor<'s, 'b> {
    names: &'s RequiredClaims,
    values: &'s mut ClaimValues<'b>,
    is_repeated: &'s mut bool,
}

impl<'b> Visitor<'b> for SelectedVisitor<'_, 'b> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of claims")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(NameAmong(self.names))? {
            let ClaimName::Required(slot) = name else {
                map.next_value::<Skipped>()?;
                continue;
            };
            let value = map.next_value::<&RawValue>()?.get();
            // RFC 7519, section 4: the names are unique.
            if !self.values.insert(slot, value) {
                *self.is_repeated = true;
                return Err(serde::de::Error::custom("a claim is repeated"));
            }
        }
        Ok(())
    }
}

/// Deserializes a member's name as a [`ClaimName`], after the parser has resolved its JSON escapes.
struct NameAmong<'s>(&'s RequiredClaims);

impl<'de> DeserializeSeed<'de> for NameAmong<'_> {
    type Value = ClaimName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ClaimName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameAmong<'_> {
    type Value = ClaimName;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<ClaimName, E> {
        Ok(self.0.name(name.as_bytes()))
    }
}
