//! Reads any payload, with a JSON parser: what this says is what a payload means.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{
    Tables,
    audience::AudienceOf,
    found::{Found, Name},
};
use crate::jwt::token::{InvalidToken, Skipped, Text};

/// Reads the claims of a payload.
///
/// # Errors
///
/// Returns [`InvalidToken`] when it is not one JSON object, or when a claim that is read has the
/// wrong type or is there twice.
pub(super) fn read<'b, T: Tables + ?Sized>(
    payload: &'b str,
    found: &mut Found<'_, 'b, T>,
) -> Result<(), InvalidToken> {
    let mut reader = Reader { found, fault: None };
    let mut deserializer = serde_json::Deserializer::from_str(payload);
    let read = deserializer.deserialize_map(&mut reader);
    read.and_then(|()| deserializer.end())
        .map_err(|error| match (reader.fault, error.classify()) {
            (Some(fault), _) => fault,
            (None, Category::Data) => InvalidToken::ClaimType,
            (None, Category::Io | Category::Syntax | Category::Eof) => InvalidToken::Payload,
        })
}

/// Reads the claims one after the other; each that matters at most once.
struct Reader<'f, 'p, 'b, T: ?Sized> {
    found: &'f mut Found<'p, 'b, T>,
    fault: Option<InvalidToken>,
}

impl<'b, T: Tables + ?Sized> Reader<'_, '_, 'b, T> {
    fn read_claim<A: MapAccess<'b>>(&mut self, name: Name, map: &mut A) -> Result<(), A::Error> {
        let found = &mut *self.found;
        let is_first = match name {
            Name::Table => {
                let Text(table) = map.next_value()?;
                match found.expected.tables.find(&table) {
                    Some(entity) => found.entity = Some(entity),
                    None => return Err(self.refuse(InvalidToken::UnknownTable)),
                }
                found.has_table.replace(()).is_none()
            }
            Name::Key => {
                let value = map.next_value::<&RawValue>()?.get();
                if !is_key(value) {
                    return Err(self.refuse(InvalidToken::KeyType));
                }
                found.key.replace(value).is_none()
            }
            Name::Expires => found.expires.replace(map.next_value()?).is_none(),
            Name::NotBefore => found.not_before.replace(map.next_value()?).is_none(),
            Name::IssuedAt => found.issued_at.replace(map.next_value()?).is_none(),
            Name::Issuer => {
                let Text(issuer) = map.next_value()?;
                let mut ours = found.expected.rules.issuers.iter();
                let is_ours = ours.any(|ours| *ours == issuer);
                found.is_our_issuer.replace(is_ours).is_none()
            }
            Name::Audience => {
                let audience = map.next_value_seed(AudienceOf(found.expected.rules.audience))?;
                found.take_audience(&audience)
            }
            Name::Subject => {
                map.next_value::<Text<'_>>()?;
                found.has_subject.replace(()).is_none()
            }
            Name::JwtId => {
                map.next_value::<Text<'_>>()?;
                found.has_jwt_id.replace(()).is_none()
            }
            Name::Required(slot) => {
                let value = self.json(map)?;
                self.found.required_values.insert(slot, value)
            }
            Name::Refused(fault) => return Err(self.refuse(fault)),
            #[cfg(feature = "jwks")]
            Name::Foreign(name) => {
                let value = self.json(map)?;
                self.found.take_foreign(name, value)
            }
            Name::Other => {
                found.has_skipped_before_table |= found.entity.is_none();
                map.next_value::<Skipped>()?;
                true
            }
        };
        // RFC 7519, section 4: the names are unique. RFC 8725, section 2.6 tells what happens when
        // two readers of one token choose differently.
        if is_first {
            Ok(())
        } else {
            Err(self.refuse(InvalidToken::RepeatedClaim))
        }
    }

    /// A value as its text.
    fn json<A: MapAccess<'b>>(&mut self, map: &mut A) -> Result<&'b str, A::Error> {
        let value = map.next_value::<&RawValue>()?.get();
        if is_json(value) {
            Ok(value)
        } else {
            Err(self.refuse(InvalidToken::Payload))
        }
    }

    fn refuse<E: serde::de::Error>(&mut self, fault: InvalidToken) -> E {
        self.fault = Some(fault);
        E::custom(fault.code())
    }
}

impl<'b, T: Tables + ?Sized> Visitor<'b> for &mut Reader<'_, '_, 'b, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of claims")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(NameIn(self.found))? {
            self.read_claim(name, &mut map)?;
        }
        Ok(())
    }
}

/// Tells which claim has a name; JSON escapes are undone before (`"\u0065xp"` is `exp`).
struct NameIn<'f, 'p, 'b, T: ?Sized>(&'f Found<'p, 'b, T>);

impl<'de, T: Tables + ?Sized> DeserializeSeed<'de> for NameIn<'_, '_, '_, T> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: Tables + ?Sized> Visitor<'_> for NameIn<'_, '_, '_, T> {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(self.0.name(name.as_bytes()))
    }
}

/// Whether a JSON text is a string or a number, so that it is what a key may be.
fn is_key(json: &str) -> bool {
    match json.as_bytes() {
        [b'"', text @ ..] => !text.contains(&b'\\') || is_json(json),
        [b'-' | b'0'..=b'9', digits @ ..] => digits.iter().all(u8::is_ascii_digit) || is_json(json),
        _ => false,
    }
}

/// Whether a raw value is JSON also when it is looked at as closely as other values:
/// `serde_json` does not do so.
fn is_json(raw: &str) -> bool {
    serde_json::from_str::<Skipped>(raw).is_ok()
}
