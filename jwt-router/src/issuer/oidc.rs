//! An issuer as it is configured.

mod debug;

use std::{sync::Arc, time::Duration};

use super::{IssuerNames, KeyLifetime, entra};
use crate::{
    entity::{Entity, EntityField, EntityRef, FindBy, Finder, Lookup},
    jwt::key::Algorithm,
};

/// Another issuer whose tokens are accepted: for [`JwtRoutesBuilder::issuer_of`](crate::JwtRoutesBuilder::issuer_of).
///
/// An audience and an entity have to be named. Setters do not fail;
/// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) reports every problem at once.
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
///     .issuer_of(
///         OidcIssuer::discover("https://login.example.com/realms/app")
///             .audience("my-api")
///             .entity::<User>("sub"),
///     )
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "an issuer is trusted by `JwtRoutesBuilder::issuer_of`"]
pub struct OidcIssuer {
    /// One, or as many as there are tenants, which differ in nothing else.
    pub(super) issuers: Vec<IssuerNames>,
    pub(super) keys_uri: Option<String>,
    pub(super) plain_hosts: Vec<String>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) audience: Vec<String>,
    pub(super) parties: Vec<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) leeway: Duration,
    pub(super) key_lifetime: Duration,
    pub(super) access_tokens_only: bool,
    pub(super) entity: Option<(EntityRef, Lookup)>,
    pub(super) same_users_as: Vec<String>,
    pub(super) problems: Vec<String>,
}

impl OidcIssuer {
    /// An issuer that says itself where its keys are: at `{issuer}/.well-known/openid-configuration`
    /// ([OpenID Connect Discovery 1.0, section 4]).
    ///
    /// `issuer` is exactly the `iss` of its tokens and of its document, slash at the end or not. It
    /// is fetched when a token needs it, not before: an issuer that is down keeps no application
    /// from starting.
    ///
    /// [OpenID Connect Discovery 1.0, section 4]: https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
    pub fn discover(issuer: impl Into<String>) -> Self {
        Self::new(vec![IssuerNames::new(issuer)], None)
    }

    /// An issuer whose keys are at this URL ([RFC 7517, section 5]).
    ///
    /// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
    pub fn jwks(issuer: impl Into<String>, keys_uri: impl Into<String>) -> Self {
        Self::new(vec![IssuerNames::new(issuer)], Some(keys_uri.into()))
    }

    /// Several tenants of Entra ID, by their ids: each is an issuer of its own, with the keys of its own
    /// discovery document, and all other settings are the same for all.
    ///
    /// A tenant has the names `https://login.microsoftonline.com/{tenant}/v2.0` and
    /// `https://sts.windows.net/{tenant}/`, for both forms of its access tokens. The first one is the name of
    /// its users: see [`entity_by_subject`](Self::entity_by_subject). Tenants that are not in the list are
    /// refused, as is `common`.
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
    ///     .issuer_of(
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
            algorithms: Vec::new(),
            leeway: Duration::from_secs(60),
            key_lifetime: KeyLifetime::DEFAULT,
            access_tokens_only: false,
            entity: None,
            same_users_as: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Another name of the same issuer: a token may have either as its `iss`, and so may its discovery
    /// document. Call it once for each.
    ///
    /// The keys are the same, and so are the users: [`entity_by_subject`](Self::entity_by_subject) has the
    /// first name for all. Only name what is one issuer, whose `sub` means one user under every name.
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

    /// Who you are to this issuer: a token's `aud` has to have it, or one of several
    /// ([RFC 7519, section 4.1.3]). At least one is required.
    ///
    /// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// A client whose tokens are accepted: `azp` is then required, and has to be this one, or one of
    /// several. By default, every client of the issuer may ask for tokens for your audience.
    pub fn authorized_party(mut self, client: impl Into<String>) -> Self {
        self.parties.push(client.into());
        self
    }

    /// An algorithm that this issuer signs with; call it once for each. By default it may be any
    /// that has key pairs, since a key has one algorithm whatever a token says.
    ///
    /// A published key that names no `alg` is for the algorithms of its kind that are named here;
    /// without any, it is for RS256, ES256, ES384 or `EdDSA`.
    pub fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithms.push(algorithm);
        self
    }

    /// How far the clocks of the issuer and of this machine may differ, in whole seconds; a minute
    /// by default, five at most.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How long the keys that were last fetched are used while the issuer does not answer: from ten minutes
    /// to 30 days, 24 hours by default. Its tokens are 503 from then on.
    ///
    /// A key that the issuer withdraws is accepted for as long, where the issuer cannot be reached. Keys are
    /// fetched every hour, and every minute while that fails.
    pub fn key_lifetime(mut self, lifetime: Duration) -> Self {
        self.key_lifetime = lifetime;
        self
    }

    /// Allows plain HTTP to one host of a private network, with its port: `keycloak:8080` for
    /// `http://keycloak:8080/realms/app`.
    ///
    /// Anyone who can change what is sent in that network can sign tokens of this issuer, so it is warned of
    /// at every start. Better is `https` with a [`root_certificate`](Self::root_certificate). A proxy is never
    /// used for it.
    pub fn insecure_http(mut self, host: impl Into<String>) -> Self {
        self.plain_hosts.push(host.into());
        self
    }

    /// Trusts a certificate authority besides those of the system, for the requests to this issuer: the one of
    /// a private network, as PEM ([RFC 7468, section 5]).
    ///
    /// [RFC 7468, section 5]: https://www.rfc-editor.org/rfc/rfc7468#section-5
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.root_certificates.push(pem.as_ref().to_vec());
        self
    }

    /// Accepts tokens of the type `at+jwt` only ([RFC 9068, section 4]).
    ///
    /// Many issuers call their access tokens `JWT`, as they call their ID tokens. Without this, an
    /// ID token is refused where it can be told: by the claims `at_hash` and `c_hash`, Keycloak's
    /// `typ`, and Cognito's `token_use`; and by its audience, if that is not your API's.
    ///
    /// [RFC 9068, section 4]: https://www.rfc-editor.org/rfc/rfc9068#section-4
    pub fn access_tokens_only(mut self) -> Self {
        self.access_tokens_only = true;
        self
    }

    /// Whom a token stands for: the `E` whose key is this claim. Its JSON has to be exactly the
    /// key's type.
    ///
    /// `email` is accepted together with `"email_verified": true` only.
    pub fn entity<E: Entity>(self, claim: impl Into<String>) -> Self {
        self.of::<E>(Lookup::Key {
            claim: claim.into(),
        })
    }

    /// The entity of a token is the one that `store` finds by the text of this claim in `field`.
    ///
    /// The claim `email` is accepted only together with `"email_verified": true`.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{EntityField, JwtRoutes, MemoryStore, OidcIssuer, entity};
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64, mail: String }
    ///
    /// let users = MemoryStore::<User>::new([]);
    /// let mail = EntityField::new("mail", |user: &User| &user.mail);
    /// let jwt = JwtRoutes::builder()
    ///     .entity::<User>(users.clone())
    ///     .issuer_of(
    ///         OidcIssuer::discover("https://login.example.com")
    ///             .audience("my-api")
    ///             .entity_by("email", mail, users),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entity_by<E: Entity>(
        self,
        claim: impl Into<String>,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        self.of::<E>(Lookup::Field {
            claim: claim.into(),
            finder: Finder::new(field, Arc::new(store)),
        })
    }

    /// The entity of a token is the one that `store` finds by the issuer and the subject in `field`, as one
    /// text with a space between: `https://login.example.com 248289761001`.
    ///
    /// This tells the users of several issuers apart: a `sub` is unique within its issuer only
    /// ([OpenID Connect Core 1.0, section 5.7]). The text is unambiguous, since the name of an issuer has no
    /// white space. An issuer with several names has the first one here, whichever the token has.
    ///
    /// [OpenID Connect Core 1.0, section 5.7]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    pub fn entity_by_subject<E: Entity>(
        self,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        let first = self.issuers.first();
        let issuer = first.map_or("", IssuerNames::first).to_owned();
        self.of::<E>(Lookup::Subject {
            issuer,
            finder: Finder::new(field, Arc::new(store)),
        })
    }

    /// Says that this issuer and `other` mean the same user by the same value of the claim that names the
    /// entity.
    ///
    /// A claim is unique within its issuer only: the `sub`, `oid` or `email` of one may be another person's
    /// at the other. Two issuers that name the same entity by the same claim are therefore a mistake that
    /// [`build`](crate::JwtRoutesBuilder::build) reports, unless one of them says this. It is right for two
    /// names of one user directory, and lets either issuer name every user of the other.
    pub fn same_users_as(mut self, other: impl Into<String>) -> Self {
        self.same_users_as.push(other.into());
        self
    }

    fn of<E: Entity>(mut self, lookup: Lookup) -> Self {
        self.entity = Some((EntityRef::of::<E>(), lookup));
        self
    }
}
