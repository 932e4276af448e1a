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

/// Who calls: a verified token, and the entity it stands for if that was loaded.
///
/// The claims are read again only when a handler asks for more than the guard did.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) table: EntityRef,
    pub(crate) entity: Option<Loaded>,
    pub(crate) expires: i64,
    /// `None` where no argument reads the claims.
    pub(crate) token: Option<HeldClaims>,
    pub(crate) origin: TokenOrigin,
}

/// Claims that do not have the form a handler asked for.
///
/// It says where, and never what: a claim's value is nothing for a log.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the token's claims do not have the form that was asked for, at column {column}")]
pub struct ClaimsError {
    column: usize,
}

impl Caller {
    pub(crate) fn claims<C: DeserializeOwned>(&self) -> Result<C, ClaimsError> {
        let json = self.token.as_ref().and_then(HeldClaims::json);
        serde_json::from_slice(&json.unwrap_or_default()).map_err(|error| ClaimsError {
            column: error.column(),
        })
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

    pub(crate) fn expires_at(&self) -> SystemTime {
        let seconds = u64::try_from(self.expires).unwrap_or_default();
        SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .unwrap_or(SystemTime::UNIX_EPOCH)
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("table", &self.table.table())
            .finish_non_exhaustive()
    }
}
