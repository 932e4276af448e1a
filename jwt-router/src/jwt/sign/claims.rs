//! The payload of a new token.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap as _};
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use super::SignError;
use crate::jwt::claims::{AUTH_TIME, NumericDate, RENEWABLE_UNTIL, TABLE_NAME, is_reserved};

/// The claims that an application adds to a new token, by name. Each value is kept as its JSON text, since
/// `serde_json::Value` would round a number of more than 64 bits.
#[derive(Clone, Default)]
pub(crate) struct ExtraClaims(BTreeMap<String, Box<RawValue>>);

impl ExtraClaims {
    /// Serializes `claims`, a struct or map, to the members of a JSON object.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::ExtraClaims`] when `claims` does not serialize to a JSON object, and
    /// [`SignError::ReservedClaim`] when a member has the name of a claim that this crate sets.
    pub(crate) fn new<C: Serialize + ?Sized>(claims: &C) -> Result<Self, SignError> {
        let json = serde_json::to_string(claims).map_err(|_| SignError::ExtraClaims)?;
        let claims: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(&json).map_err(|_| SignError::ExtraClaims)?;
        match claims.keys().find(|name| is_reserved(name)) {
            Some(name) => Err(SignError::ReservedClaim { name: name.clone() }),
            None => Ok(Self(claims)),
        }
    }
}

/// The claims by which a new token meets requirements, such as `scope`, by name.
pub(crate) type Grants = BTreeMap<String, Value>;

/// The time at which the user of a new token logged in: the claim `auth_time`.
#[derive(Clone)]
pub(crate) enum Login {
    /// The time at which the token is minted: the token is the result of a login.
    Now,
    /// The time that the provider of the login names.
    #[cfg(feature = "google")]
    At(NumericDate),
    /// No claim: the token is not the result of a login, or the time is unknown.
    Unknown,
    /// The `auth_time` of the token that is renewed, as JSON text.
    Kept(Box<RawValue>),
}

/// The claims of a new token.
#[derive(Clone)]
pub(crate) struct NewClaims<'c, K: ?Sized> {
    pub(crate) table: &'c str,
    /// The name of the key claim.
    pub(crate) key_name: &'c str,
    /// The entity's key.
    pub(crate) key: &'c K,
    pub(crate) extra: Option<&'c ExtraClaims>,
    /// The claims by which the token meets requirements.
    pub(crate) grants: &'c Grants,
    pub(crate) login: &'c Login,
    /// The time at which the token is minted.
    pub(crate) now: NumericDate,
    pub(crate) expires: NumericDate,
    /// The claim `renewable_until`, for a renewed token without `auth_time`.
    pub(crate) renewable_until: Option<NumericDate>,
    pub(crate) issuer: Option<&'c str>,
    pub(crate) audience: Option<&'c str>,
    pub(crate) jwt_id: Option<&'c str>,
}

impl<K: Serialize + ?Sized> NewClaims<'_, K> {
    /// Returns the payload as JSON, with the table first and the key next: the name of the key claim depends on
    /// the table, so that a verifier reads this order in one pass.
    ///
    /// The payload has no `iat`. `PyJWT` refuses an `iat` in the future without leeway, so flask-jwt-router on
    /// a host whose clock is a moment behind would refuse every newly minted token.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::Key`] when the key is neither a string nor a number in JSON, and
    /// [`SignError::ReservedClaim`] when two claims would have the same name.
    pub(crate) fn to_json(&self) -> Result<Vec<u8>, SignError> {
        if let Some(name) = self.taken_name() {
            return Err(SignError::ReservedClaim {
                name: name.to_owned(),
            });
        }
        let invalid_key = || SignError::Key {
            name: self.key_name.to_owned(),
        };
        let key = to_raw_value(self.key).map_err(|_| invalid_key())?;
        if !matches!(
            key.get().as_bytes().first(),
            Some(b'"' | b'-' | b'0'..=b'9')
        ) {
            return Err(invalid_key());
        }
        serde_json::to_vec(&Payload {
            claims: self,
            key: &key,
        })
        .map_err(|_| invalid_key())
    }

    /// Returns a name that two claims would share.
    fn taken_name(&self) -> Option<&str> {
        let is_extra = |name: &str| self.extra.is_some_and(|extra| extra.0.contains_key(name));
        let key = self.key_name;
        if is_extra(key) || self.grants.contains_key(key) || is_reserved(key) {
            return Some(key);
        }
        let mut granted = self.grants.keys().map(String::as_str);
        granted.find(|name| is_extra(name))
    }
}

/// Serializes as the payload of a token.
struct Payload<'p, 'c, K: ?Sized> {
    claims: &'p NewClaims<'c, K>,
    key: &'p RawValue,
}

impl<K: ?Sized> Serialize for Payload<'_, '_, K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { claims, key } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(TABLE_NAME, claims.table)?;
        map.serialize_entry(claims.key_name, key)?;
        for (name, value) in claims.extra.into_iter().flat_map(|extra| &extra.0) {
            map.serialize_entry(name, value)?;
        }
        for (name, value) in claims.grants {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("exp", &claims.expires)?;
        match claims.login {
            Login::Now => map.serialize_entry(AUTH_TIME, &claims.now)?,
            #[cfg(feature = "google")]
            Login::At(time) => map.serialize_entry(AUTH_TIME, time)?,
            Login::Kept(time) => map.serialize_entry(AUTH_TIME, time)?,
            Login::Unknown => {}
        }
        if let Some(time) = claims.renewable_until {
            map.serialize_entry(RENEWABLE_UNTIL, &time)?;
        }
        let texts = [
            ("iss", claims.issuer),
            ("aud", claims.audience),
            ("jti", claims.jwt_id),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                map.serialize_entry(name, text)?;
            }
        }
        map.end()
    }
}
