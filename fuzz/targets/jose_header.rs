//! The header of a token: what is accepted names our algorithm, no other kind of token and no extension.

#![no_main]

use std::fmt;

use jwt_router::fuzzing;
use libfuzzer_sys::fuzz_target;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Value, json};

fuzz_target!(|input: &str| {
    // Any text is a key's name, also one that has to be escaped.
    for header in [
        json!({"alg": "HS256", "kid": input}),
        json!({"kid": input, "typ": "jwt", "alg": "HS256", "x": [input]}),
    ] {
        let header = header.to_string();
        assert_eq!(fuzzing::jose_header(&header), Ok(Some(input.to_owned())));
    }
    for (name, value) in [("alg", input), ("typ", input)] {
        let mut header = json!({"alg": "HS256", "typ": "JWT"});
        header[name] = value.into();
        let is_good = if name == "alg" {
            input == "HS256"
        } else {
            is_ours(input)
        };
        let read = fuzzing::jose_header(&header.to_string());
        assert_eq!(read.is_ok(), is_good, "{header}");
    }
    let Ok(key) = fuzzing::jose_header(input) else {
        return;
    };
    let header: Value = serde_json::from_str(input).expect("an accepted header is JSON");
    let header = header.as_object().expect("an accepted header is an object");
    assert_eq!(header.get("alg"), Some(&"HS256".into()));
    let typ = header.get("typ");
    assert!(typ.is_none_or(|typ| typ.as_str().is_some_and(is_ours)));
    for refused in [
        "crit", "jku", "jwk", "x5u", "x5c", "cty", "b64", "zip", "enc",
    ] {
        assert!(!header.contains_key(refused), "{refused}");
    }
    assert_eq!(header.get("kid").cloned(), key.clone().map(Value::from));
    let Members(members) = serde_json::from_str(input).expect("it was read before");
    assert_eq!(members, header.len(), "a name is there twice");
    let written = Value::from(header.clone()).to_string();
    assert_eq!(fuzzing::jose_header(&written), Ok(key));
});

/// Returns whether a `typ` is a JWT's (RFC 7519, section 5.1) or no kind of token's (RFC 7515, section 4.1.9).
fn is_ours(typ: &str) -> bool {
    let typ = typ.to_ascii_lowercase();
    let typ = typ.strip_prefix("application/").unwrap_or(&typ);
    matches!(typ, "jwt" | "jose")
}

/// How many members an object has, those with one name included.
struct Members(usize);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Self(0))
    }
}

impl<'de> Visitor<'de> for Members {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Self, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            self.0 += 1;
        }
        Ok(self)
    }
}
