//! Checks a configured [`OidcIssuer`], and creates the [`Issuer`]s that verify tokens.

use std::sync::Arc;

use super::{
    Fetcher, IssuerNames, KeyLifetime, OidcIssuer, RemoteKeys, Source, choice::EntityChoices,
    trusted::Issuer,
};
use crate::{
    entity::EntityRef,
    http_client::{Endpoint, PlainHosts, RootCertificates},
    jwt::{claims::Accepted, key::Algorithm},
    policy::{ClaimSource, RolesSetting},
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

    /// Returns the two claims, this issuer's first, by which this and the `other` issuer's tokens identify one entity
    /// type, if a value of them could belong to different users.
    ///
    /// This is the case if one of the issuers identifies the entity by a claim alone, without the issuer's name, and
    /// the application has not declared with [`same_users_as`](Self::same_users_as) that they share their users. If the
    /// other identifies it by issuer and subject, the claim may equal that text, since users can often choose a claim's
    /// value.
    pub(crate) fn confusable_claims<'i>(&'i self, other: &'i Self) -> Option<(&'i str, &'i str)> {
        if self.has_users_of(other) || other.has_users_of(self) {
            return None;
        }
        self.entities.iter().find_map(|own| {
            let theirs = other.entities.iter().find(|theirs| {
                let is_bare = own.lookup.is_bare() || theirs.lookup.is_bare();
                is_bare && theirs.entity.is_same(own.entity)
            })?;
            Some((own.lookup.claim(), theirs.lookup.claim()))
        })
    }

    /// Returns the claim by which this issuer's tokens identify one of `entities` without the issuer's name, if its
    /// value could belong to another user of a login provider. The provider's tokens identify `entities` too, and
    /// `provider` are its issuer names.
    ///
    /// Returns `None` if the application has declared with [`same_users_as`](Self::same_users_as) that the two share
    /// their users. If this issuer is the provider itself, returns neither `sub`, which names one account in both, nor
    /// `email`, for which [`finds_any_email`](Self::finds_any_email) is the stricter rule.
    #[cfg(feature = "google")]
    pub(crate) fn confusable_claim(
        &self,
        entities: &[EntityRef],
        provider: &IssuerNames,
    ) -> Option<&str> {
        let mut shared = self.same_users_as.iter().map(String::as_str);
        if shared.any(|name| provider.contains(name)) {
            return None;
        }
        let is_provider = self.is_named_as(provider);
        let mut bare = self.entities.iter().filter(|own| {
            let is_of_account = matches!(own.lookup.claim(), "sub" | "email");
            own.lookup.is_bare() && !(is_provider && is_of_account)
        });
        let confusable = bare.find(|own| entities.iter().any(|known| known.is_same(own.entity)))?;
        Some(confusable.lookup.claim())
    }

    /// Returns whether this issuer has one of these names.
    pub(crate) fn is_named_as(&self, names: &IssuerNames) -> bool {
        self.names().any(|name| names.contains(name))
    }

    /// Returns whether a token identifies an entity by its e-mail address, and no condition requires the claim `hd`.
    ///
    /// Google writes `hd` for the accounts of a Workspace domain, whose addresses it administers. Any other account may
    /// have the address of a mail server whose owner has given the address to another person since.
    pub(crate) fn finds_any_email(&self) -> bool {
        self.entities.iter().any(|known| {
            let condition = known.condition.as_ref();
            let is_administered = condition.is_some_and(|condition| condition.requires("hd"));
            known.lookup.claim() == "email" && !is_administered
        })
    }

    /// Returns whether the application has declared that this issuer shares its users with `other`.
    fn has_users_of(&self, other: &Self) -> bool {
        other.tenants_not_shared_with(self).next().is_none()
    }

    /// Returns the first name of each tenant with which `other` does not share its users, as far as the application
    /// has declared. An issuer without tenants counts as one tenant.
    pub(crate) fn tenants_not_shared_with(&self, other: &Self) -> impl Iterator<Item = &str> {
        let is_shared = |tenant: &&IssuerNames| {
            let mut declared = other.same_users_as.iter();
            declared.any(|name| tenant.contains(name))
        };
        let tenants = self.issuers.iter();
        tenants
            .filter(move |tenant| !is_shared(tenant))
            .map(IssuerNames::first)
    }

    /// Returns whether there are several tenants, and the same value of a claim could identify different users
    /// in two of them.
    pub(crate) fn is_confusable_in_itself(&self) -> bool {
        let mut entities = self.entities.iter();
        self.issuers.len() > 1 && entities.any(|known| known.lookup.is_bare())
    }

    /// Returns the entity types that this issuer's tokens name.
    pub(crate) fn entities(&self) -> Vec<EntityRef> {
        self.entities.iter().map(|known| known.entity).collect()
    }

    /// Returns the name of the claim with the scopes, if it is configured for this issuer.
    pub(crate) fn scope_setting(&self) -> Option<&str> {
        self.scope_claim.as_deref()
    }

    /// Returns where this issuer's tokens have the roles, if that is configured for this issuer.
    pub(crate) const fn roles_setting(&self) -> Option<&RolesSetting> {
        self.roles.as_ref()
    }

    /// Returns the names of the issuers that the application passed to [`same_users_as`](Self::same_users_as).
    pub(crate) fn others_with_same_users(&self) -> &[String] {
        &self.same_users_as
    }

    /// Checks the configuration, and returns an issuer for each tenant. All tenants share the other settings.
    ///
    /// # Errors
    ///
    /// Returns every problem of the configuration at once.
    pub(crate) fn trusted(
        &self,
        fetcher: &Fetcher,
        claims: ClaimSource,
    ) -> Result<Vec<Arc<Issuer>>, Vec<ConfigProblem>> {
        let mut problems: Vec<_> = self
            .faults()
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
        match (lifetime, fetcher) {
            (Ok(lifetime), Ok(fetcher)) if problems.is_empty() => {
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
                        Arc::new(self.issuer(names, keys, claims))
                    })
                    .collect())
            }
            _ => Err(problems),
        }
    }

    /// Returns the kinds of tokens that are accepted as bearer tokens of this issuer.
    const fn accepted(&self) -> Accepted {
        match (self.access_tokens_only, self.accepts_id_tokens) {
            (true, _) => Accepted::TypedAccess,
            (false, true) => Accepted::AccessOrId,
            (false, false) => Accepted::Access,
        }
    }

    /// Logs a warning for each setting that weakens a check.
    fn warn(&self) {
        let issuer = self.name();
        if self.accepts_id_tokens {
            tracing::warn!(
                issuer,
                "ID tokens of an issuer are accepted as bearer tokens: every server that receives one can send it to this application"
            );
        }
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
    fn issuer(&self, names: &IssuerNames, keys: RemoteKeys, source: ClaimSource) -> Issuer {
        Issuer {
            names: names.clone(),
            keys,
            audience: self.audience.clone(),
            parties: self.parties.clone(),
            clients: self.clients.clone(),
            algorithms: if self.algorithms.is_empty() {
                Algorithm::OF_KEY_PAIRS.to_vec()
            } else {
                self.algorithms.clone()
            },
            accepted: self.accepted(),
            leeway: i64::try_from(self.leeway.as_secs()).unwrap_or_default(),
            choices: EntityChoices::new(
                &self.entities,
                |entity| {
                    let mut known = self.on_unknown.iter();
                    known.find_map(|(created, create)| created.is_same(entity).then_some(create))
                },
                names.first(),
            ),
            source,
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
}

fn problem(issuer: &str, reason: String) -> ConfigProblem {
    ConfigProblem::Issuer {
        issuer: issuer.to_owned(),
        reason,
    }
}
