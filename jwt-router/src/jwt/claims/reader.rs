//! Reads a payload of any form, with a JSON parser. The faster [scan](super::scan) has to agree with it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{
    ClaimedVersion, Tables,
    audience::AudienceOf,
    found::{ClaimName, FoundClaims},
};
use crate::jwt::token::{InvalidToken, Skipped, Text};

/// Reads the claims of a payload into `found`.
///
/// # Errors
///
/// Returns [`InvalidToken`] when the payload is not one JSON object, when a claim that is read is repeated or of a
/// wrong type, when the table is unknown, or when a claim shows that the token is not a bearer token.
pub(super) fn read<'b, T: Tables + ?Sized>(
    payload: &'b str,
    found: &mut FoundClaims<'_, 'b, T>,
) -> Result<(), InvalidToken> {
    let mut reader = ClaimsReader { found, fault: None };
    let mut deserializer = serde_json::Deserializer::from_str(payload);
    let read = deserializer.deserialize_map(&mut reader);
    read.and_then(|()| deserializer.end())
        .map_err(|error| match (reader.fault, error.classify()) {
            (Some(fault), _) => fault,
            (None, Category::Data) => InvalidToken::ClaimType,
            (None, Category::Io | Category::Syntax | Category::Eof) => InvalidToken::Payload,
        })
}

/// The visitor of a payload: stores its claims in `found`.
///
/// `fault` is the reason for which the visitor has failed, since an error of `serde_json` cannot hold it.
struct ClaimsReader<'f, 'p, 'b, T: ?Sized> {
    found: &'f mut FoundClaims<'p, 'b, T>,
    fault: Option<InvalidToken>,
}

impl<'b, T: Tables + ?Sized> ClaimsReader<'_, '_, 'b, T> {
    fn read_claim<A: MapAccess<'b>>(
        &mut self,
        name: ClaimName,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let found = &mut *self.found;
        let is_first = match name {
            ClaimName::Table => self.read_table(map)?,
            ClaimName::Key => {
                let value = map.next_value::<&RawValue>()?.get();
                if !is_key(value) {
                    return Err(self.refuse(InvalidToken::KeyType));
                }
                found.key.replace(value).is_none()
            }
            ClaimName::Expires => found.expires.replace(map.next_value()?).is_none(),
            ClaimName::NotBefore => found.not_before.replace(map.next_value()?).is_none(),
            ClaimName::IssuedAt => found.issued_at.replace(map.next_value()?).is_none(),
            ClaimName::Issuer => {
                let Text(issuer) = map.next_value()?;
                let mut ours = found.expected.rules.issuers.iter();
                let is_ours = ours.any(|ours| *ours == issuer);
                found.is_our_issuer.replace(is_ours).is_none()
            }
            ClaimName::Audience => {
                let audience = map.next_value_seed(AudienceOf(found.expected.rules.audience))?;
                found.take_audience(&audience)
            }
            ClaimName::Subject => {
                map.next_value::<Text<'_>>()?;
                found.has_subject.replace(()).is_none()
            }
            ClaimName::JwtId => {
                map.next_value::<Text<'_>>()?;
                found.has_jwt_id.replace(()).is_none()
            }
            ClaimName::Version => {
                let version = ClaimedVersion::from_json(self.json(map)?);
                self.found.version.replace(version).is_none()
            }
            ClaimName::Required(slot) => {
                let value = self.json(map)?;
                self.found.required_values.insert(slot, value)
            }
            ClaimName::Refused(fault) => return Err(self.refuse(fault)),
            #[cfg(feature = "jwks")]
            ClaimName::Foreign(name) => {
                let value = self.json(map)?;
                self.found.take_foreign(name, value)
            }
            ClaimName::Other => {
                found.has_skipped_before_table |= found.entity.is_none();
                map.next_value::<Skipped>()?;
                true
            }
        };
        // RFC 7519, section 4: the names are unique. Two readers of one token that choose different ones of two
        // equal names would accept different claims.
        if is_first {
            Ok(())
        } else {
            Err(self.refuse(InvalidToken::RepeatedClaim))
        }
    }

    /// Reads the claim `table_name`, and returns whether it is the payload's first.
    fn read_table<A: MapAccess<'b>>(&mut self, map: &mut A) -> Result<bool, A::Error> {
        let Text(table) = map.next_value()?;
        match self.found.expected.tables.find(&table) {
            Some(entity) => self.found.entity = Some(entity),
            None => return Err(self.refuse(InvalidToken::UnknownTable)),
        }
        Ok(self.found.has_table.replace(()).is_none())
    }

    /// Reads a value as its JSON text, after checking that it is valid JSON.
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

impl<'b, T: Tables + ?Sized> Visitor<'b> for &mut ClaimsReader<'_, '_, 'b, T> {
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

/// Deserializes a member's name as a [`ClaimName`], after the parser has resolved the name's JSON escapes:
/// `"\u0065xp"` is `exp`.
struct NameIn<'f, 'p, 'b, T: ?Sized>(&'f FoundClaims<'p, 'b, T>);

impl<'de, T: Tables + ?Sized> DeserializeSeed<'de> for NameIn<'_, '_, '_, T> {
    type Value = ClaimName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ClaimName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T: Tables + ?Sized> Visitor<'_> for NameIn<'_, '_, '_, T> {
    type Value = ClaimName;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<ClaimName, E> {
        Ok(self.0.name(name.as_bytes()))
    }
}

/// Returns whether a JSON text is a string or a number, which an entity's key has to be.
fn is_key(json: &str) -> bool {
    match json.as_bytes() {
        [b'"', text @ ..] => !text.contains(&b'\\') || is_json(json),
        [b'-' | b'0'..=b'9', digits @ ..] => digits.iter().all(u8::is_ascii_digit) || is_json(json),
        _ => false,
    }
}

/// Returns whether a raw value is valid JSON.
///
/// `serde_json` only finds the end of a [`RawValue`]: it checks neither the surrogates of strings, nor the
/// range of numbers, nor the depth of nesting.
fn is_json(raw: &str) -> bool {
    serde_json::from_str::<Skipped>(raw).is_ok()
}
