//! Identifies the entity of a token in the header `X-Auth-Token` that is not an own token.

use std::pin::Pin;

use super::{Account, Google, passed_through::Accepted};
use crate::{
    entity::{EntityRef, Loaded, NotLoaded},
    jwt::{
        claims::{TABLE_NAME, TOKEN_VERSION},
        token::HeldClaims,
    },
    oauth::provider::ProviderError,
};

/// The entity that a provider's token identifies.
pub(crate) struct Standing {
    pub(crate) entity: Loaded,
    pub(crate) expires: i64,
    /// The claims that an own token for the same entity would have.
    pub(crate) claims: Option<HeldClaims>,
}

/// The reason why the entity of a token could not be determined.
pub(crate) enum Undecided {
    Provider(ProviderError),
    Entity(NotLoaded),
}

/// A future that identifies the entity of a provider's token. Its output is `None` for an invalid token or an
/// unknown user.
pub(crate) type Identifying =
    Pin<Box<dyn Future<Output = Result<Option<Standing>, Undecided>> + Send>>;

impl Google {
    /// Returns the entity type with this table, after its index among the entity types in the configuration of Google.
    /// Without a table, returns the first of these entity types.
    ///
    /// Returns `None` for a table whose users do not log in with Google.
    pub(crate) fn resource(&self, table: Option<&[u8]>) -> Option<(usize, EntityRef)> {
        let mut accounts = self.configured.accounts.iter().enumerate();
        let named = match table {
            None => accounts.next(),
            Some(table) => accounts.find(|(_, known)| known.entity.table().as_bytes() == table),
        };
        named.map(|(index, account)| (index, account.entity))
    }

    /// Returns whether users of this entity type may log in with Google.
    pub(crate) fn has(&self, entity: EntityRef) -> bool {
        let mut accounts = self.configured.accounts.iter();
        accounts.any(|account| account.entity.is_same(entity))
    }

    pub(crate) fn passes_through(&self) -> bool {
        self.configured.passed_through.is_some()
    }

    /// Returns a future that identifies the entity of one of Google's access tokens. `account` is the index of the
    /// entity type among the entity types in the configuration of Google.
    pub(crate) fn identify(self, account: usize, token: String) -> Identifying {
        Box::pin(async move {
            let configured = &*self.configured;
            let config = self.jwt.config();
            let (Some(passed_through), Some(account)) =
                (&configured.passed_through, configured.accounts.get(account))
            else {
                return Ok(None);
            };
            let accepted = Accepted {
                client_id: &configured.client_id,
                hosted_domain: configured.hosted_domain.as_deref(),
            };
            let holder = passed_through.holder(&token, &accepted, config.now()).await;
            let Some(holder) = holder.map_err(Undecided::Provider)? else {
                return Ok(None);
            };
            let email = holder.email.as_deref();
            match account.find(&holder.subject, email).await {
                Ok(entity) => Ok(Some(Standing {
                    claims: claims(account, &entity, holder.expires),
                    entity,
                    expires: holder.expires,
                })),
                Err(NotLoaded::Missing) => Ok(None),
                Err(reason) => Err(Undecided::Entity(reason)),
            }
        })
    }
}

/// Returns the claims that an own token for this entity would have, for handlers that read them, and for
/// `update_token`.
pub(crate) fn claims(account: &Account, loaded: &Loaded, expires: i64) -> Option<HeldClaims> {
    let entity = account.entity;
    let table = serde_json::to_string(entity.table()).ok()?;
    let name = serde_json::to_string(entity.key()).ok()?;
    let key = account.key(loaded)?;
    // A renewed token without the version would be refused.
    let version = entity.token_version(&**loaded);
    let version = version.map_or_else(String::new, |version| {
        format!(",\"{TOKEN_VERSION}\":{}", version.into_json())
    });
    let json = format!("{{\"{TABLE_NAME}\":{table},{name}:{key},\"exp\":{expires}{version}}}");
    Some(HeldClaims::Json(json.into()))
}
