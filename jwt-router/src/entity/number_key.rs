//! Finds out whether an entity's key type is deserialized from a JSON number.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
    forward_to_deserialize_any,
};

/// Returns whether the key type `K` asks its deserializer for a number, as integers and newtypes around integers do.
///
/// The function does not try to deserialize an example string: a type that accepts only some strings, such as a UUID,
/// would reject the example, and be taken for a number. Returns `false` for a type that accepts any JSON value.
pub(super) fn is_number<'de, K: Deserialize<'de>>() -> bool {
    matches!(K::deserialize(Probe), Err(Asked::Number))
}

/// A deserializer that deserializes nothing, and returns what it was asked for as an error.
struct Probe;

/// The kind of value that a type asked its deserializer for.
#[derive(Debug)]
enum Asked {
    Number,
    Other,
}

impl fmt::Display for Asked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("nothing is deserialized")
    }
}

impl std::error::Error for Asked {}

impl de::Error for Asked {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self::Other
    }
}

/// Implements the `Deserializer` methods for numbers, which return [`Asked::Number`].
macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Asked> {
            Err(Asked::Number)
        })+
    };
}

impl<'de> Deserializer<'de> for Probe {
    type Error = Asked;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Asked> {
        Err(Asked::Other)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Asked> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Asked> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU64;

    use super::*;

    #[derive(Deserialize)]
    struct Newtype<T>(T);

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(#[expect(dead_code, reason = "it is never made")] i64),
        Text(#[expect(dead_code, reason = "it is never made")] String),
    }

    #[test]
    fn a_type_of_numbers_is_recognized() {
        assert!(is_number::<i64>());
        assert!(is_number::<u8>());
        assert!(is_number::<i128>());
        assert!(is_number::<f64>());
        assert!(is_number::<NonZeroU64>());
        assert!(is_number::<Newtype<i64>>());
        assert!(is_number::<Newtype<Newtype<u32>>>());
        assert!(is_number::<Option<i64>>());
    }

    #[test]
    fn a_type_that_accepts_a_text_is_no_number() {
        assert!(!is_number::<String>());
        assert!(!is_number::<char>());
        assert!(!is_number::<Newtype<String>>());
        assert!(!is_number::<std::net::IpAddr>());
        assert!(!is_number::<Either>());
        assert!(!is_number::<serde_json::Value>());
        assert!(!is_number::<(i64, i64)>());
        assert!(!is_number::<Vec<i64>>());
        assert!(!is_number::<bool>());
    }
}
