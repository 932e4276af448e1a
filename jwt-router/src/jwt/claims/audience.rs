//! The audience of a token: the claim `aud`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use crate::jwt::token::Text;

/// Deserializes the claim `aud`, a string or an array of strings ([RFC 7519, section 4.1.3]), as an [`Audience`]: the
/// result of comparing it with these configured names.
///
/// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
#[derive(Clone, Copy)]
pub(super) struct AudienceOf<'e>(pub(super) &'e [String]);

/// The result of comparing an `aud` with the configured names.
pub(super) struct Audience {
    /// The `aud` contains a configured name.
    pub(super) is_ours: bool,
    /// The `aud` contains several names.
    #[cfg_attr(
        not(feature = "jwks"),
        expect(dead_code, reason = "in a token of ours it makes no difference")
    )]
    pub(super) is_shared: bool,
}

impl AudienceOf<'_> {
    fn has(self, name: &str) -> bool {
        self.0.iter().any(|ours| ours == name)
    }
}

impl<'de> DeserializeSeed<'de> for AudienceOf<'_> {
    type Value = Audience;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Audience, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AudienceOf<'_> {
    type Value = Audience;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or an array of strings")
    }

    fn visit_str<E>(self, name: &str) -> Result<Audience, E> {
        Ok(Audience {
            is_ours: self.has(name),
            is_shared: false,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Audience, A::Error> {
        let mut is_ours = false;
        let mut count = 0_usize;
        while let Some(Text(name)) = names.next_element()? {
            is_ours |= self.has(&name);
            count += 1;
        }
        Ok(Audience {
            is_ours,
            is_shared: count > 1,
        })
    }
}
