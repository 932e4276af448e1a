//! The configuration of another issuer, whose tokens the application accepts.

mod claims;
mod debug;
mod entity;
mod tokens;

use std::{sync::Arc, time::Duration};

use super::{IssuerNames, KeyLifetime, choice::ConfiguredEntity, entra};
use crate::{
    duration::Period,
    entity::{EntityRef, OnUnknown},
    jwt::key::Algorithm,
    policy::RolesSetting,
};

/// The configuration of another issuer whose tokens are accepted, such as Keycloak or Entra ID.
///
/// Pass it to [`JwtRoutesBuilder::trusted_issuer`](crate::JwtRoutesBuilder::trusted_issuer). The configuration needs an
/// [entity](Self::entity) and an [audience](Self::audience), or a [client](Self::client_id) for tokens that have
/// no audience. Setters do not fail; [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) reports every
/// problem at once. [The guide `providers`](crate::guide::providers) has the configuration for Keycloak, Entra ID
/// and others.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, MemoryStore, OidcIssuer, entity};
///
/// #[entity(table = "users", key = "subject")]
/// #[derive(Clone)]
/// struct User { subject: String }
///
/// let jwt = JwtRoutes::builder()
///     .entity::<User>(MemoryStore::new([]))
///     .trusted_issuer(
///         OidcIssuer::discover("https://login.example.com/realms/app")
///             .audience("my-api")
///             .entity::<User>("sub"),
///     )
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "an issuer is trusted by `JwtRoutesBuilder::trusted_issuer`"]
pub struct OidcIssuer {
    /// The names of the issuer, or of one issuer for each tenant. All tenants share the other settings.
    pub(super) issuers: Vec<IssuerNames>,
    pub(super) keys_uri: Option<String>,
    pub(super) plain_hosts: Vec<String>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) audience: Vec<String>,
    pub(super) parties: Vec<String>,
    pub(super) clients: Vec<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) leeway: Duration,
    pub(super) key_lifetime: Duration,
    pub(super) access_tokens_only: bool,
    pub(super) accepts_id_tokens: bool,
    pub(super) scope_claim: Option<String>,
    pub(super) roles: Option<RolesSetting>,
    /// The entity types that the issuer's tokens name: several if a token's claims choose among them.
    pub(super) entities: Vec<ConfiguredEntity>,
    /// The functions that create an entity of their type if the store does not have it.
    pub(super) on_unknown: Vec<(EntityRef, Arc<OnUnknown>)>,
    pub(super) same_users_as: Vec<String>,
    pub(super) problems: Vec<String>,
}

impl OidcIssuer {
    /// Configures an issuer that publishes the URL of its keys in `{issuer}/.well-known/openid-configuration`
    /// ([OpenID Connect Discovery 1.0, section 4]).
    ///
    /// `issuer` is exactly the `iss` of the issuer's tokens and of its document, including or excluding a slash
    /// at the end. The document is fetched when the first token needs it, so the application starts even if the
    /// issuer is down.
    ///
    /// [OpenID Connect Discovery 1.0, section 4]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
    pub fn discover(issuer: impl Into<String>) -> Self {
        Self::new(vec![IssuerNames::new(issuer)], None)
    }

    /// Configures an issuer whose key set is at the URL `keys_uri` ([RFC 7517, section 5]).
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::OidcIssuer;
    ///
    /// let issuer = OidcIssuer::jwks("https://login.example.com", "https://login.example.com/keys");
    /// # drop(issuer);
    /// ```
    ///
    /// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
    pub fn jwks(issuer: impl Into<String>, keys_uri: impl Into<String>) -> Self {
        Self::new(vec![IssuerNames::new(issuer)], Some(keys_uri.into()))
    }

    /// Configures several tenants of Entra ID, by their ids.
    ///
    /// Each tenant is an issuer of its own, with the keys of its own discovery document. All other settings are
    /// the same for all tenants. The tokens of other tenants are refused; the id `common` is an error of
    /// [`build`](crate::JwtRoutesBuilder::build).
    ///
    /// A tenant has two names, one for each version of its access tokens:
    /// `https://login.microsoftonline.com/{tenant}/v2.0` and `https://sts.windows.net/{tenant}/`.
    /// [`entity_by_subject`](Self::entity_by_subject) uses the first name for the tokens of both versions.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{EntityField, JwtRoutes, MemoryStore, OidcIssuer, entity};
    /// # #[entity(table = "users", key = "id")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64, identity: String }
    /// # let users = MemoryStore::<User>::new([]);
    /// let identity = EntityField::new("identity", |user: &User| &user.identity);
    /// let jwt = JwtRoutes::builder()
    ///     .entity::<User>(users.clone())
    ///     .trusted_issuer(
    ///         OidcIssuer::entra_tenants([
    ///             "8eaef023-2b34-4da1-9baa-8bc8c9d6a490",
    ///             "aaaabbbb-0000-cccc-1111-dddd2222eeee",
    ///         ])
    ///         .audience("00001111-aaaa-2222-bbbb-3333cccc4444")
    ///         .entity_by_subject(identity, users),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entra_tenants<T: AsRef<str>>(tenants: impl IntoIterator<Item = T>) -> Self {
        let mut problems = Vec::new();
        let tenants = tenants.into_iter().filter_map(|tenant| {
            let names = entra::names(tenant.as_ref());
            names.map_err(|problem| problems.push(problem)).ok()
        });
        let issuers = tenants.collect();
        Self {
            problems,
            ..Self::new(issuers, None)
        }
    }

    fn new(issuers: Vec<IssuerNames>, keys_uri: Option<String>) -> Self {
        Self {
            issuers,
            keys_uri,
            plain_hosts: Vec::new(),
            root_certificates: Vec::new(),
            audience: Vec::new(),
            parties: Vec::new(),
            clients: Vec::new(),
            algorithms: Vec::new(),
            leeway: Duration::from_secs(60),
            key_lifetime: KeyLifetime::DEFAULT,
            access_tokens_only: false,
            accepts_id_tokens: false,
            scope_claim: None,
            roles: None,
            entities: Vec::new(),
            on_unknown: Vec::new(),
            same_users_as: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Adds another name of this issuer. The issuer's tokens may have the name as their `iss`, and the discovery
    /// document may have it as its `issuer`. Call this method once for each name.
    ///
    /// All names share the keys and the users: [`entity_by_subject`](Self::entity_by_subject) uses the first
    /// name for all. Add a name only if a `sub` means the same user under every name.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::OidcIssuer;
    ///
    /// // Google documents two forms.
    /// let issuer = OidcIssuer::discover("https://accounts.google.com").also_named("accounts.google.com");
    /// # drop(issuer);
    /// ```
    pub fn also_named(mut self, name: impl Into<String>) -> Self {
        match &mut *self.issuers {
            [names] => names.add(name),
            _ => self.problems.push(
                "`.also_named(..)` is for one issuer: tenants have their other names already"
                    .to_owned(),
            ),
        }
        self
    }

    /// Sets how long the last fetched keys are used if the issuer cannot be reached, such as `12h`: from ten minutes to
    /// 30 days, 24 hours by default.
    ///
    /// After that time, requests with the issuer's tokens get 503. A key that the issuer has withdrawn may be
    /// accepted for this time, if the issuer cannot be reached. Keys are fetched every hour, or after half of a
    /// lifetime of less than two hours, and every minute while the fetch fails.
    pub fn key_lifetime(mut self, lifetime: impl Into<Period>) -> Self {
        let lifetime = lifetime.into();
        let lifetime = lifetime.or_problem("key_lifetime", &mut self.problems);
        self.key_lifetime = lifetime.unwrap_or(self.key_lifetime);
        self
    }

    /// Allows plain HTTP to one host of a private network, with its port: `keycloak:8080` for
    /// `http://keycloak:8080/realms/app`.
    ///
    /// An attacker who can change responses in that network can sign tokens of this issuer, so every start logs
    /// a warning. Prefer `https` with a [`root_certificate`](Self::root_certificate). Plain HTTP never goes
    /// through a proxy.
    pub fn insecure_http(mut self, host: impl Into<String>) -> Self {
        self.plain_hosts.push(host.into());
        self
    }

    /// Trusts another certificate authority for the requests to this issuer, besides the authorities of the
    /// system.
    ///
    /// `pem` is the certificate in PEM ([RFC 7468, section 5]), such as the certificate of a private network's
    /// authority.
    ///
    /// [RFC 7468, section 5]: https://www.rfc-editor.org/rfc/rfc7468#section-5
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }
}
