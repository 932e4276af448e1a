//! Whom a token is for.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use crate::jwt::token::Text;

/// Reads an `aud`, one string or an array of strings, and tells whether one of these is in it
/// ([RFC 7519, section 4.1.3]).
///
/// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
#[derive(Clone, Copy)]
pub(super) struct AudienceOf<'e>(pub(super) &'e [String]);

impl AudienceOf<'_> {
    fn has(self, name: &str) -> bool {
        self.0.iter().any(|ours| ours == name)
    }
}

impl<'de> DeserializeSeed<'de> for AudienceOf<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AudienceOf<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or an array of strings")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.has(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<bool, A::Error> {
        let mut is_ours = false;
        while let Some(Text(name)) = names.next_element()? {
            is_ours |= self.has(&name);
        }
        Ok(is_ours)
    }
}
