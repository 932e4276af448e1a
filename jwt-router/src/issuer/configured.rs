//! Checks a configured [`OidcIssuer`], and creates the [`Issuer`]s that verify tokens.

use std::{sync::Arc, time::Duration};

use super::{Fetcher, IssuerNames, KeyLifetime, OidcIssuer, RemoteKeys, Source, trusted::Issuer};
use crate::{
    entity::{EntityRef, Lookup},
    http_client::{Endpoint, PlainHosts, RootCertificates},
    jwt::key::Algorithm,
    problem::ConfigProblem,
};

impl OidcIssuer {
    /// Returns all names of the configured issuers, of which there is one for each tenant.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let issuers = self.issuers.iter();
        issuers.flat_map(|names| names.all().iter().map(String::as_str))
    }

    /// Returns the first name of the first issuer, which identifies the configuration in messages.
    pub(crate) fn name(&self) -> &str {
        self.issuers.first().map_or("", IssuerNames::first)
    }

    /// Returns whether the configuration contains a tenant twice.
    pub(crate) fn repeats_name(&self) -> bool {
        let mut issuers = self.issuers.iter().enumerate();
        issuers.any(|(position, names)| {
            self.issuers
                .iter()
                .take(position)
                .any(|before| before == names)
        })
    }

    /// Returns whether the same value of a claim could identify different users at the two issuers.
    ///
    /// This is the case if both identify the same entity type by a claim alone, and the application has not
    /// declared with [`same_users_as`](Self::same_users_as) that they share their users.
    pub(crate) fn is_confusable_with(&self, other: &Self) -> bool {
        let (Some((own, lookup)), Some((others, other_lookup))) = (&self.entity, &other.entity)
        else {
            return false;
        };
        own.is_same(*others)
            && lookup.is_bare()
            && other_lookup.is_bare()
            && !self.has_users_of(other)
            && !other.has_users_of(self)
    }

    /// Returns whether the application has declared that this issuer shares its users with `other`.
    fn has_users_of(&self, other: &Self) -> bool {
        let mut known = self.same_users_as.iter();
        known.any(|known| other.names().any(|name| name == known))
    }

    /// Returns whether there are several tenants, and the same value of a claim could identify different users
    /// in two of them.
    pub(crate) fn is_confusable_in_itself(&self) -> bool {
        let entity = self.entity.as_ref();
        self.issuers.len() > 1 && entity.is_some_and(|(_, lookup)| lookup.is_bare())
    }

    /// Returns the claim that identifies the entity; empty if none is configured.
    pub(crate) fn entity_claim(&self) -> &str {
        self.entity
            .as_ref()
            .map_or("", |(_, lookup)| lookup.claim())
    }

    /// Returns the names of the issuers that the application passed to [`same_users_as`](Self::same_users_as).
    pub(crate) fn others_with_same_users(&self) -> &[String] {
        &self.same_users_as
    }

    /// Checks the configuration, and returns an issuer for each tenant. All tenants share the other settings.
    ///
    /// # Errors
    ///
    /// Returns every problem at once.
    pub(crate) fn trusted(
        &self,
        fetcher: &Fetcher,
    ) -> Result<Vec<Arc<Issuer>>, Vec<ConfigProblem>> {
        let mut problems: Vec<_> = self
            .missing()
            .into_iter()
            .map(|reason| self.problem(reason))
            .collect();
        let lifetime = KeyLifetime::parse(self.key_lifetime);
        let lifetime = lifetime.map_err(|reason| problems.push(self.problem(reason)));
        let fetcher = self.fetcher(fetcher);
        let fetcher = fetcher.map_err(|reason| problems.push(self.problem(reason)));
        let mut plain = PlainHosts::default();
        for host in &self.plain_hosts {
            problems.extend(plain.add(host).err().map(|reason| self.problem(reason)));
        }
        let mut sources = Vec::new();
        for names in &self.issuers {
            let mut reasons = names.faults();
            if reasons.is_empty() {
                match self.source(names, &plain) {
                    Ok(source) => sources.push((names, source)),
                    Err(reason) => reasons.push(reason),
                }
            }
            problems.extend(
                reasons
                    .into_iter()
                    .map(|reason| problem(names.first(), reason)),
            );
        }
        match (lifetime, fetcher, &self.entity) {
            (Ok(lifetime), Ok(fetcher), Some(named)) if problems.is_empty() => {
                self.warn();
                let sources = sources.into_iter();
                Ok(sources
                    .map(|(names, source)| {
                        let keys = RemoteKeys::new(
                            source,
                            fetcher.clone(),
                            lifetime,
                            self.algorithms.clone(),
                        );
                        Arc::new(self.issuer(names, keys, named))
                    })
                    .collect())
            }
            _ => Err(problems),
        }
    }

    /// Logs a warning for each host to which plain HTTP is allowed.
    fn warn(&self) {
        let issuer = self.name();
        for host in &self.plain_hosts {
            tracing::warn!(
                issuer,
                host,
                "the keys of an issuer come over plain HTTP: anyone who can change what is sent in that network can sign its tokens"
            );
        }
    }

    /// Returns the HTTP client for this issuer: a separate one if the issuer has root certificates, and
    /// otherwise `shared`.
    fn fetcher(&self, shared: &Fetcher) -> Result<Fetcher, String> {
        let mut roots = RootCertificates::default();
        for pem in &self.root_certificates {
            roots.add(pem)?;
        }
        if roots.is_empty() {
            return Ok(shared.clone());
        }
        Fetcher::new(&roots).map_err(|error| error.to_string())
    }

    /// Creates one issuer from settings that are checked already.
    fn issuer(
        &self,
        names: &IssuerNames,
        keys: RemoteKeys,
        (entity, lookup): &(EntityRef, Lookup),
    ) -> Issuer {
        Issuer {
            names: names.clone(),
            keys,
            audience: self.audience.clone(),
            parties: self.parties.clone(),
            algorithms: if self.algorithms.is_empty() {
                Algorithm::OF_KEY_PAIRS.to_vec()
            } else {
                self.algorithms.clone()
            },
            access_tokens_only: self.access_tokens_only,
            leeway: i64::try_from(self.leeway.as_secs()).unwrap_or_default(),
            entity: *entity,
            lookup: Arc::new(lookup.of_issuer(names.first())),
        }
    }

    /// Returns a problem of this configuration, which names its first issuer.
    pub(crate) fn problem(&self, reason: impl Into<String>) -> ConfigProblem {
        problem(self.name(), reason.into())
    }

    /// Returns the place where one issuer publishes its keys: the configured URL, or else its discovery
    /// document.
    fn source(&self, names: &IssuerNames, plain: &PlainHosts) -> Result<Source, String> {
        match &self.keys_uri {
            None => Source::discover(names, plain).map_err(str::to_owned),
            Some(keys) => {
                let keys = Endpoint::parse_with(keys, plain)
                    .map_err(|fault| format!("its keys' URL: {fault}"))?;
                Ok(Source::Keys {
                    names: names.clone(),
                    keys,
                })
            }
        }
    }

    /// Returns the faults of settings that need no parsing, such as a missing audience, and those that the
    /// setters found.
    fn missing(&self) -> Vec<String> {
        let mut reasons = self.problems.clone();
        let mut say = |is_wrong: bool, reason: &str| {
            if is_wrong {
                reasons.push(reason.to_owned());
            }
        };
        say(
            self.issuers.is_empty() && self.problems.is_empty(),
            "it has no tenant: name at least one",
        );
        let names = [&self.audience, &self.parties];
        say(
            names.iter().any(|names| names.iter().any(String::is_empty)),
            "an audience or party is empty: name it, or do not set it",
        );
        say(
            self.audience.is_empty(),
            "it has no audience: call `.audience(..)` with what its tokens for you have in `aud`",
        );
        say(
            self.entity.is_none(),
            "its tokens name no entity: call `.entity::<User>(\"sub\")` with the claim that is your entity's key",
        );
        let claim = self.entity.as_ref().map(|(_, lookup)| lookup.claim());
        say(
            claim.is_some_and(|claim| claim.is_empty() || NO_ENTITY.contains(&claim)),
            "the claim that names the entity has another meaning: name one such as `sub`",
        );
        say(
            self.algorithms.contains(&Algorithm::HS256),
            "HS256 has a secret, and an issuer publishes none: name an algorithm of key pairs",
        );
        say(
            self.leeway > Duration::from_secs(300),
            "its leeway is more than five minutes: write at most 300 seconds",
        );
        reasons
    }
}

fn problem(issuer: &str, reason: String) -> ConfigProblem {
    ConfigProblem::Issuer {
        issuer: issuer.to_owned(),
        reason,
    }
}

/// Claims that cannot identify an entity, because they have another meaning.
const NO_ENTITY: [&str; 13] = [
    "cnf",
    "events",
    "iss",
    "aud",
    "exp",
    "nbf",
    "iat",
    "azp",
    "typ",
    "token_use",
    "at_hash",
    "c_hash",
    "email_verified",
];
