//! The second part of a token, read in one pass and without a copy.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{NumericDate, TABLE_NAME, audience::AudienceOf};
use crate::token::{InvalidToken, Skipped, Text};

/// The entities that a token may be of.
pub(crate) trait Tables {
    /// The entity whose table has this name: its index, and the name of its key claim.
    fn find(&self, table: &str) -> Option<(usize, &'static str)>;
}

/// What every token has to say.
pub(crate) struct Expected<'e, T: ?Sized> {
    pub(crate) issuer: Option<&'e str>,
    pub(crate) audience: &'e [String],
    pub(crate) tables: &'e T,
}

/// What a token says, of which only the dates are still to be checked.
#[derive(Clone)]
pub(crate) struct Claims<'b> {
    /// The index of the entity, as [`Tables`] gave it.
    pub(crate) table: usize,
    /// The entity's key, as the JSON text of a string or a number.
    pub(crate) key: &'b str,
    pub(crate) expires: NumericDate,
    pub(crate) not_before: Option<NumericDate>,
    pub(crate) issued_at: Option<NumericDate>,
}

impl<'b> Claims<'b> {
    /// Reads a payload whose signature has been checked.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] when the payload is not one JSON object, when a claim that is read
    /// is missing, has the wrong type or is there twice, or when the token is not for us.
    pub(crate) fn read<T: Tables + ?Sized>(
        payload: &'b str,
        expected: &Expected<'_, T>,
    ) -> Result<Self, InvalidToken> {
        let mut reader = Reader::new(expected, None);
        reader.read(payload)?;
        if let (true, Some(entity)) = (reader.has_skipped_before_table, reader.entity) {
            // The key's name was not known yet when some claim was skipped: now it is.
            reader = Reader::new(expected, Some(entity));
            reader.read(payload)?;
        }
        reader.finish()
    }
}

/// Shows nothing of the token.
impl fmt::Debug for Claims<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Claims(..)")
    }
}

/// The index of an entity and the name of its key claim.
type Entity = (usize, &'static str);

/// Reads the claims one after the other; each that matters at most once.
struct Reader<'p, 'b, T: ?Sized> {
    expected: &'p Expected<'p, T>,
    entity: Option<Entity>,
    has_skipped_before_table: bool,
    has_table: Option<()>,
    has_subject: Option<()>,
    is_our_issuer: Option<bool>,
    is_our_audience: Option<bool>,
    key: Option<&'b str>,
    expires: Option<NumericDate>,
    not_before: Option<NumericDate>,
    issued_at: Option<NumericDate>,
    has_jwt_id: Option<()>,
    fault: Option<InvalidToken>,
}

impl<'p, 'b, T: Tables + ?Sized> Reader<'p, 'b, T> {
    fn new(expected: &'p Expected<'p, T>, entity: Option<Entity>) -> Self {
        Self {
            expected,
            entity,
            has_skipped_before_table: false,
            has_table: None,
            has_subject: None,
            is_our_issuer: None,
            is_our_audience: None,
            key: None,
            expires: None,
            not_before: None,
            issued_at: None,
            has_jwt_id: None,
            fault: None,
        }
    }

    fn read(&mut self, payload: &'b str) -> Result<(), InvalidToken> {
        let mut deserializer = serde_json::Deserializer::from_str(payload);
        let read = deserializer.deserialize_map(&mut *self);
        read.and_then(|()| deserializer.end()).map_err(|error| {
            match (self.fault, error.classify()) {
                (Some(fault), _) => fault,
                (None, Category::Data) => InvalidToken::ClaimType,
                (None, Category::Io | Category::Syntax | Category::Eof) => InvalidToken::Payload,
            }
        })
    }

    fn finish(self) -> Result<Claims<'b>, InvalidToken> {
        let (table, _) = self.entity.ok_or(InvalidToken::NoTable)?;
        let key = self.key.ok_or(InvalidToken::NoKey)?;
        // RFC 7519, section 4.1.4 makes it optional, we do not.
        let expires = self.expires.ok_or(InvalidToken::NoExpiry)?;
        // RFC 7519, section 4.1.1.
        if self.expected.issuer.is_some() && self.is_our_issuer != Some(true) {
            return Err(InvalidToken::Issuer);
        }
        // RFC 7519, section 4.1.3: who is not in an `aud` refuses, and who has no name is in none.
        let audience = if self.expected.audience.is_empty() {
            None
        } else {
            Some(true)
        };
        if self.is_our_audience != audience {
            return Err(InvalidToken::Audience);
        }
        let Self {
            not_before,
            issued_at,
            ..
        } = self;
        Ok(Claims {
            table,
            key,
            expires,
            not_before,
            issued_at,
        })
    }

    fn read_claim<A: MapAccess<'b>>(&mut self, name: Name, map: &mut A) -> Result<(), A::Error> {
        let is_first = match name {
            Name::Table => {
                let Text(table) = map.next_value()?;
                match self.expected.tables.find(&table) {
                    Some(entity) => self.entity = Some(entity),
                    None => return Err(self.refuse(InvalidToken::UnknownTable)),
                }
                self.has_table.replace(()).is_none()
            }
            Name::Key => {
                let value = map.next_value::<&RawValue>()?.get();
                if !is_key(value) {
                    return Err(self.refuse(InvalidToken::KeyType));
                }
                self.key.replace(value).is_none()
            }
            Name::Expires => self.expires.replace(map.next_value()?).is_none(),
            Name::NotBefore => self.not_before.replace(map.next_value()?).is_none(),
            Name::IssuedAt => self.issued_at.replace(map.next_value()?).is_none(),
            Name::Issuer => {
                let Text(issuer) = map.next_value()?;
                self.is_our_issuer
                    .replace(self.expected.issuer.is_some_and(|ours| ours == issuer))
                    .is_none()
            }
            Name::Audience => {
                let is_ours = map.next_value_seed(AudienceOf(self.expected.audience))?;
                self.is_our_audience.replace(is_ours).is_none()
            }
            Name::Subject => {
                map.next_value::<Text<'_>>()?;
                self.has_subject.replace(()).is_none()
            }
            Name::JwtId => {
                map.next_value::<Text<'_>>()?;
                self.has_jwt_id.replace(()).is_none()
            }
            Name::Other => {
                self.has_skipped_before_table |= self.entity.is_none();
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

    fn refuse<E: serde::de::Error>(&mut self, fault: InvalidToken) -> E {
        self.fault = Some(fault);
        E::custom(fault.code())
    }
}

impl<'b, T: Tables + ?Sized> Visitor<'b> for &mut Reader<'_, 'b, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of claims")
    }

    fn visit_map<A: MapAccess<'b>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key_seed(NameOf {
            key: self.entity.map(|(_, key)| key),
        })? {
            self.read_claim(name, &mut map)?;
        }
        Ok(())
    }
}

/// The claims that are read.
#[derive(Clone, Copy)]
enum Name {
    Table,
    Key,
    Expires,
    NotBefore,
    IssuedAt,
    Issuer,
    Audience,
    Subject,
    JwtId,
    Other,
}

/// Tells which claim has a name; JSON escapes are undone before (`"\u0065xp"` is `exp`).
struct NameOf {
    key: Option<&'static str>,
}

impl<'de> DeserializeSeed<'de> for NameOf {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NameOf {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a claim")
    }

    fn visit_str<E>(self, name: &str) -> Result<Name, E> {
        Ok(match name {
            TABLE_NAME => Name::Table,
            "exp" => Name::Expires,
            "iat" => Name::IssuedAt,
            "nbf" => Name::NotBefore,
            "iss" => Name::Issuer,
            "aud" => Name::Audience,
            "sub" => Name::Subject,
            "jti" => Name::JwtId,
            other if self.key == Some(other) => Name::Key,
            _ => Name::Other,
        })
    }
}

/// Whether a JSON text is a string or a number, so that it is what a key may be.
///
/// `serde_json` looks at raw values less closely than at others, so anything but a plain string or
/// integer is looked at again.
fn is_key(json: &str) -> bool {
    match json.as_bytes() {
        [b'"', text @ ..] => {
            !text.contains(&b'\\') || serde_json::from_str::<Skipped>(json).is_ok()
        }
        [b'-' | b'0'..=b'9', digits @ ..] => {
            digits.iter().all(u8::is_ascii_digit) || serde_json::from_str::<Skipped>(json).is_ok()
        }
        _ => false,
    }
}
