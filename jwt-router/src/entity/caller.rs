use std::{
    collections::HashMap,
    fmt,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    entity::{Entity, EntityRef, Loaded, TokenOrigin},
    jwt::token::HeldClaims,
};

/// The authenticated caller of a request: data of the verified token, and the entity that the token names, if the
/// route loads entities.
///
/// The claims of the token are parsed a second time only if a handler reads claims that the guard did not need.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) table: EntityRef,
    pub(crate) entity: Option<Loaded>,
    /// When the token was verified, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) verified: i64,
    pub(crate) expires: i64,
    /// The number of seconds after its expiry for which the token is still accepted.
    pub(crate) leeway: i64,
    /// The claims, in the form in which they are kept; `None` if no argument of the route reads them.
    pub(crate) held: Option<HeldClaims>,
    pub(crate) origin: TokenOrigin,
}

/// The error of [`G::claims`](crate::G::claims), and of the methods of the same name on other types, such as
/// [`Link`](crate::Link): the claims of the token cannot be deserialized into the requested type.
///
/// The message contains the position of the mismatch, but not the value of the claim, which must not reach a log.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the token's claims do not have the form of the handler's type, at column {column}")]
pub struct ClaimsError {
    column: usize,
}

impl Caller {
    pub(crate) fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        claims_of(self.held.as_ref())
    }

    pub(crate) fn token_id(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct TokenId {
            jti: Option<String>,
        }
        self.claims::<TokenId>().ok()?.jti
    }

    pub(crate) fn key<E: Entity>(&self) -> Option<E::Key> {
        if !self.table.is::<E>() {
            return None;
        }
        let Some(name) = self.origin.key_claim(E::KEY) else {
            let entity: &E = self.entity.as_ref()?.downcast_ref()?;
            return Some(entity.key().clone());
        };
        let claims: HashMap<String, Box<RawValue>> = self.claims().ok()?;
        serde_json::from_str(claims.get(name)?.get()).ok()
    }

    /// Returns the key of the caller's entity as JSON, for example for the log; `None` if no entity is loaded and the
    /// kept claims do not contain the key.
    pub(crate) fn key_json(&self) -> Option<String> {
        if let Some(entity) = &self.entity {
            return self.table.key_json(&**entity);
        }
        let name = self.origin.key_claim(self.table.key())?;
        let claims: HashMap<String, Box<RawValue>> = self.claims().ok()?;
        Some(claims.get(name)?.get().to_owned())
    }

    pub(crate) fn expires_at(&self) -> SystemTime {
        let seconds = u64::try_from(self.expires).unwrap_or_default();
        SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

/// Deserializes the claims of a token that was kept for handlers. Fails if no token was kept.
pub(super) fn claims_of<C: DeserializeOwned>(token: Option<&HeldClaims>) -> Result<C, ClaimsError> {
    let json = token.and_then(HeldClaims::json);
    serde_json::from_slice(&json.unwrap_or_default()).map_err(|error| ClaimsError {
        column: error.column(),
    })
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("table", &self.table.table())
            .finish_non_exhaustive()
    }
}
