//! Checks the configuration of Google, and builds the provider.

use std::time::Duration;

use super::{
    super::{provider::ProviderClient, redirect_uri, sealed::SealKey},
    Configured, GoogleBuilder,
    passed_through::PassedThrough,
};
use crate::{
    entity::{EntityRef, EntityRegistry},
    http_client::RootCertificates,
    issuer::{Fetcher, IssuerNames, KeyLifetime, RemoteKeys, Source},
    jwt,
    jwt::key::Secret,
    problem::ConfigProblem,
};

/// The maximum of [`GoogleBuilder::timeout`].
const MAXIMUM_TIMEOUT: Duration = Duration::from_secs(60);

impl GoogleBuilder {
    /// Returns every problem in the configuration of Google.
    ///
    /// `entities` contains the application's stores. `is_signing` is whether the application has a key to sign
    /// tokens with.
    pub(crate) fn problems(
        &self,
        entities: &EntityRegistry,
        is_signing: bool,
    ) -> Vec<ConfigProblem> {
        let mut problems = self.problems.clone();
        if self.client_id.is_empty() || self.client_secret.is_empty() {
            problems.push("client id and client secret are required".to_owned());
        }
        if self.redirect_uris.is_empty() {
            problems.push("there is no redirect URI: call `.redirect_uri(..)`".to_owned());
        }
        for uri in &self.redirect_uris {
            if let Err(reason) = redirect_uri::check(uri) {
                problems.push(format!("the redirect URI `{uri}`: {reason}"));
            }
        }
        if self.accounts.is_empty() {
            problems.push("there is no entity: call `.entity(EntityField::new(\"email\", |user: &User| &user.email), users.clone())`".to_owned());
        }
        for account in &self.accounts {
            if !entities.has_store(account.entity) {
                let name = account.entity.type_name();
                problems.push(format!(
                    "the entity `{name}` has no store: call `.entity::<{name}>(..)` on the `JwtRoutes` builder"
                ));
            }
        }
        if !is_signing && !self.passes_through {
            problems.push("there is no secret to sign tokens with: call `.secret(..)`".to_owned());
        }
        if self.hosted_domain.as_deref() == Some("") {
            problems.push("the hosted domain is empty: name it, or do not set it".to_owned());
        }
        if self.limits.total.is_zero() {
            problems.push("a timeout of zero leaves Google no time".to_owned());
        }
        if self.limits.total > MAXIMUM_TIMEOUT {
            problems.push("a timeout of more than a minute keeps requests waiting".to_owned());
        }
        if let Err(reason) = KeyLifetime::parse(self.key_lifetime) {
            problems.push(reason.to_owned());
        }
        problems.extend(self.endpoints.parse().err().into_iter().flatten());
        problems.into_iter().map(problem).collect()
    }

    /// Returns the entity types whose users may log in with Google.
    pub(crate) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        self.accounts.iter().map(|account| account.entity)
    }

    /// Returns the names that Google's ID tokens may have as their `iss`.
    pub(crate) const fn issuer_names(&self) -> &IssuerNames {
        self.endpoints.issuer_names()
    }

    /// Builds the provider from a configuration without problems.
    ///
    /// The key that seals the login's cookie is derived from `secret`, or from the client secret where the
    /// application signs with a key pair.
    ///
    /// # Errors
    ///
    /// Returns a problem when the HTTP client or the sealing key cannot be set up on this system.
    pub(crate) fn build(self, secret: Option<&Secret>) -> Result<Configured, ConfigProblem> {
        let endpoints = self.endpoints.parse();
        let endpoints = endpoints.map_err(|problems| problem(problems.join("; ")))?;
        let http = ProviderClient::new(self.limits).map_err(|error| problem(error.to_string()))?;
        let fetcher = Fetcher::new(&RootCertificates::default())
            .map_err(|error| problem(error.to_string()))?;
        let lifetime = KeyLifetime::parse(self.key_lifetime);
        let lifetime = lifetime.map_err(|reason| problem(reason.to_owned()))?;
        let keys = RemoteKeys::new(
            Source::Keys {
                names: endpoints.issuer.clone(),
                keys: endpoints.keys,
            },
            fetcher,
            lifetime,
            Vec::new(),
        );
        let purpose = format!("google login {}", self.client_id);
        let bytes = match secret {
            Some(secret) => secret.derive(purpose.as_bytes()),
            None => jwt::key::derive(self.client_secret.as_bytes(), purpose.as_bytes()),
        };
        let seal = bytes.and_then(|bytes| SealKey::new(&bytes, purpose));
        let seal = seal.ok_or_else(|| {
            problem("the cookie's key cannot be set up on this system".to_owned())
        })?;
        let passed_through = self.passes_through.then(|| {
            PassedThrough::new(
                endpoints.token_info,
                endpoints.user_info,
                http.clone(),
                self.limits.total,
                self.remembered,
            )
        });
        Ok(Configured {
            client_id: self.client_id,
            client_secret: self.client_secret,
            redirect_uris: self.redirect_uris,
            hosted_domain: self.hosted_domain,
            accounts: self.accounts,
            lifetime: self.lifetime,
            assumes_recent_login: self.assumes_recent_login,
            issuer: endpoints.issuer,
            authorization: endpoints.authorization,
            token: endpoints.token,
            keys,
            http,
            seal,
            passed_through,
        })
    }
}

const fn problem(reason: String) -> ConfigProblem {
    ConfigProblem::Provider {
        provider: "Google",
        reason,
    }
}
