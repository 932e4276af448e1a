//! Finds names, such as scopes, in the JSON value of a claim, which is a string or an array of strings.

use std::fmt;

use serde::de::{Deserializer as _, SeqAccess, Visitor};

use crate::jwt::token::Text;

/// Returns whether the JSON value of a claim is a string for which `one` returns `true`, or an array of strings
/// with an element for which `each` returns `true`. For scopes, for example, the functions differ: a string may have
/// several scopes, separated by spaces, and an element is one scope.
///
/// Returns `false` for a missing claim, and for a value of another type, such as an array with a number.
pub(crate) fn holds(
    claim: Option<&str>,
    one: impl Fn(&str) -> bool,
    each: impl Fn(&str) -> bool,
) -> bool {
    let Some(json) = claim else {
        return false;
    };
    let mut json = serde_json::Deserializer::from_str(json);
    json.deserialize_any(TextOrList { one, each })
        .unwrap_or(false)
}

/// Returns whether a JSON value is a string or an array of strings.
pub(crate) fn is_text_or_list(json: &str) -> bool {
    let mut json = serde_json::Deserializer::from_str(json);
    let any = TextOrList {
        one: |_: &str| true,
        each: |_: &str| true,
    };
    json.deserialize_any(any).is_ok()
}

/// A serde visitor that calls a function on a string, or on each element of an array of strings, without
/// collecting them.
struct TextOrList<O, E> {
    one: O,
    each: E,
}

impl<'de, O: Fn(&str) -> bool, E: Fn(&str) -> bool> Visitor<'de> for TextOrList<O, E> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or an array of strings")
    }

    fn visit_str<F>(self, name: &str) -> Result<bool, F> {
        Ok((self.one)(name))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<bool, A::Error> {
        let mut is_there = false;
        while let Some(Text(name)) = names.next_element()? {
            is_there |= (self.each)(&name);
        }
        Ok(is_there)
    }
}
