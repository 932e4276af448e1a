//! An issuer as it is configured.

mod debug;

use std::{sync::Arc, time::Duration};

use super::{Fetcher, RemoteKeys, Source, trusted::Issuer};
use crate::{
    entity::{Entity, EntityField, EntityRef, FindBy, Finder, Lookup},
    http_client::Endpoint,
    jwt::key::Algorithm,
    problem::ConfigProblem,
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
    name: String,
    keys_uri: Option<String>,
    audience: Vec<String>,
    parties: Vec<String>,
    algorithms: Vec<Algorithm>,
    leeway: Duration,
    access_tokens_only: bool,
    entity: Option<(EntityRef, Lookup)>,
    same_users_as: Vec<String>,
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
        Self::new(issuer.into(), None)
    }

    /// An issuer whose keys are at this URL ([RFC 7517, section 5]).
    ///
    /// [RFC 7517, section 5]: https://www.rfc-editor.org/rfc/rfc7517#section-5
    pub fn jwks(issuer: impl Into<String>, keys_uri: impl Into<String>) -> Self {
        Self::new(issuer.into(), Some(keys_uri.into()))
    }

    fn new(name: String, keys_uri: Option<String>) -> Self {
        Self {
            name,
            keys_uri,
            audience: Vec::new(),
            parties: Vec::new(),
            algorithms: Vec::new(),
            leeway: Duration::from_secs(60),
            access_tokens_only: false,
            entity: None,
            same_users_as: Vec::new(),
        }
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
    /// white space.
    ///
    /// [OpenID Connect Core 1.0, section 5.7]: https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
    pub fn entity_by_subject<E: Entity>(
        self,
        field: EntityField<E>,
        store: impl FindBy<E>,
    ) -> Self {
        let issuer = self.name.clone();
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

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether the two issuers could name one entity by the same value of one claim, and the program
    /// does not say that they mean the same user by it.
    pub(crate) fn is_confusable_with(&self, other: &Self) -> bool {
        let (Some((own, lookup)), Some((others, other_lookup))) = (&self.entity, &other.entity)
        else {
            return false;
        };
        own.is_same(*others)
            && lookup.is_bare()
            && other_lookup.is_bare()
            && !self.same_users_as.contains(&other.name)
            && !other.same_users_as.contains(&self.name)
    }

    /// Returns the claim that names the entity.
    pub(crate) fn entity_claim(&self) -> &str {
        self.entity
            .as_ref()
            .map_or("", |(_, lookup)| lookup.claim())
    }

    /// Returns the names that [`same_users_as`](Self::same_users_as) has been given.
    pub(crate) fn others_with_same_users(&self) -> &[String] {
        &self.same_users_as
    }

    /// The issuer as requests see it.
    ///
    /// # Errors
    ///
    /// Every problem at once.
    pub(crate) fn trusted(&self, fetcher: &Fetcher) -> Result<Arc<Issuer>, Vec<ConfigProblem>> {
        let mut reasons = Vec::new();
        let source = self.source().map_err(|reason| reasons.push(reason));
        reasons.extend(self.missing());
        match (source, &self.entity) {
            (Ok(source), Some((entity, lookup))) if reasons.is_empty() => Ok(Arc::new(Issuer {
                name: self.name.clone(),
                keys: RemoteKeys::new(source, fetcher.clone(), self.algorithms.clone()),
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
                lookup: Arc::new(lookup.clone()),
            })),
            _ => Err(reasons
                .into_iter()
                .map(|reason| self.problem(reason))
                .collect()),
        }
    }

    pub(crate) fn problem(&self, reason: impl Into<String>) -> ConfigProblem {
        ConfigProblem::Issuer {
            issuer: self.name.clone(),
            reason: reason.into(),
        }
    }

    fn source(&self) -> Result<Source, String> {
        match &self.keys_uri {
            None => Source::discover(&self.name).map_err(str::to_owned),
            Some(keys) => {
                let keys =
                    Endpoint::parse(keys).map_err(|fault| format!("its keys' URL: {fault}"))?;
                Ok(Source::Keys {
                    issuer: self.name.clone(),
                    keys,
                })
            }
        }
    }

    fn missing(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        let mut say = |is_wrong: bool, reason: &str| {
            if is_wrong {
                reasons.push(reason.to_owned());
            }
        };
        say(
            self.name.is_empty(),
            "it is empty: write exactly the `iss` of its tokens",
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
            "its tokens stand for nobody: call `.entity::<User>(\"sub\")` with the claim that is your entity's key",
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

/// Claims that are checked, and name nobody.
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
