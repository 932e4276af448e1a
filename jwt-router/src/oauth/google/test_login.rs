//! Logins of tests: see `testing/google.rs`.

use super::{
    Google,
    standing::{Identifying, Standing, Undecided, claims},
};
use crate::{
    entity::EntityRef,
    testing::google::{TestLogin, TestLogins, TestUser},
};

/// How long a test's login claims to be good.
const LIFETIME: i64 = 3600;

impl Google {
    pub(crate) fn test_logins(&self) -> TestLogins {
        self.configured.test_logins.clone()
    }

    /// Begins to find whom a test's token stands for; `None` for any other token.
    ///
    /// `named` is the table of the request, or the provider's first one where `is_named` is not so:
    /// a test that logs in an entity means the entity's.
    pub(crate) fn test_login(
        &self,
        token: &str,
        named: (usize, EntityRef),
        is_named: bool,
    ) -> Option<(EntityRef, Identifying)> {
        let login = self.configured.test_logins.take(token)?;
        let own = self.configured.accounts.get(login.account);
        let (account, entity) = match own {
            Some(own) if !is_named => (login.account, own.entity),
            _ => named,
        };
        let google = self.clone();
        let answer = Box::pin(async move { google.stand_for(login, account).await });
        Some((entity, answer))
    }

    async fn stand_for(
        &self,
        login: TestLogin,
        account: usize,
    ) -> Result<Option<Standing>, Undecided> {
        let config = self.jwt.config();
        let Some(known) = self.configured.accounts.get(account) else {
            return Ok(None);
        };
        let found = match login.user {
            TestUser::Entity(entity) => (login.account == account).then_some(entity),
            TestUser::Email(email) => {
                let found = known.find_by_email(&config.entities, &email).await;
                found.map_err(Undecided::Store)?
            }
        };
        let expires = config.now().saturating_add(LIFETIME);
        Ok(found.map(|entity| Standing {
            claims: claims(known.entity, known.key(&entity), expires),
            entity,
            expires,
        }))
    }
}
