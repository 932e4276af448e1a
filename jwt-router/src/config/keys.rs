//! What tokens are signed with, and what else they are checked with.

#[cfg(feature = "asymmetric")]
use crate::jwt::key::{PublicKey, SigningKey};
use crate::{
    config::JwtRoutesBuilder,
    jwt::key::{KeyRing, Secret, SecretError},
    problem::{ConfigError, ConfigProblem},
};

impl JwtRoutesBuilder {
    /// The secret that signs tokens with HS256, and verifies them: at least 32 bytes.
    ///
    /// A text is taken byte for byte, as flask-jwt-router takes its `SECRET_KEY`.
    pub fn secret<S>(mut self, secret: S) -> Self
    where
        S: TryInto<Secret>,
        S::Error: Into<SecretError>,
    {
        match secret.try_into() {
            Ok(secret) => self.secret = Some(secret),
            Err(error) => self.bad_secret("secret(..)", error.into()),
        }
        self
    }

    /// A secret that was the signing one: its tokens are still accepted, and none are minted.
    ///
    /// With one or more of them, minted tokens name their key in the header parameter `kid`.
    pub fn previous_secret<S>(mut self, secret: S) -> Self
    where
        S: TryInto<Secret>,
        S::Error: Into<SecretError>,
    {
        match secret.try_into() {
            Ok(secret) => self.previous.push(secret),
            Err(error) => self.bad_secret("previous_secret(..)", error.into()),
        }
        self
    }

    pub(super) fn bad_secret(&mut self, name: &str, source: SecretError) {
        self.problems.push(ConfigProblem::Secret {
            name: name.to_owned(),
            source,
        });
    }

    /// Whether something to sign with was given, in code or by the environment.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.secret.is_some() || self.has_pair()
    }

    #[cfg(not(feature = "asymmetric"))]
    #[expect(clippy::unused_self, reason = "key pairs are a feature")]
    const fn has_pair(&self) -> bool {
        false
    }

    #[cfg(feature = "asymmetric")]
    const fn has_pair(&self) -> bool {
        self.signing_key.is_some()
    }

    /// What is wrong with the keys together; `known` problems are not said twice.
    pub(super) fn bad_keys(&self, known: &[ConfigProblem]) -> Vec<ConfigProblem> {
        let mut problems = self.mixed_keys();
        let is_of_key = |problem: &_| match problem {
            ConfigProblem::Secret { .. } => true,
            #[cfg(feature = "asymmetric")]
            ConfigProblem::Key { .. } => true,
            _ => false,
        };
        let is_reported = known.iter().any(is_of_key);
        if !self.has_secret() && !is_reported && !self.has_issuers() {
            problems.push(ConfigProblem::MissingSecret);
        }
        problems
    }

    #[cfg(not(feature = "jwks"))]
    #[expect(clippy::unused_self, reason = "issuers are a feature")]
    pub(super) const fn has_issuers(&self) -> bool {
        false
    }

    #[cfg(feature = "jwks")]
    pub(super) const fn has_issuers(&self) -> bool {
        !self.issuers.is_empty()
    }

    #[cfg(not(feature = "asymmetric"))]
    #[expect(clippy::unused_self, reason = "key pairs are a feature")]
    const fn mixed_keys(&self) -> Vec<ConfigProblem> {
        Vec::new()
    }

    /// Returns the keys, once they are known to fit together; `None` when there are none.
    #[cfg(not(feature = "asymmetric"))]
    pub(super) fn ring(&self) -> Result<Option<KeyRing>, ConfigError> {
        self.secret
            .as_ref()
            .map(|secret| self.ring_of(secret))
            .transpose()
    }

    fn ring_of(&self, secret: &Secret) -> Result<KeyRing, ConfigError> {
        KeyRing::new(secret, &self.previous).map_err(|source| {
            let name = "secret(..)".to_owned();
            ConfigError::new(vec![ConfigProblem::Secret { name, source }])
        })
    }
}

#[cfg(feature = "asymmetric")]
impl JwtRoutesBuilder {
    /// The private key that signs tokens, instead of a secret: whoever has the public key can
    /// verify them, and cannot sign.
    ///
    /// Minted tokens name their key in the header parameter `kid`, by its thumbprint ([RFC 7638]).
    /// [`AppBuilder::publish_jwks`] serves the public key.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{Algorithm, JwtRoutes, SigningKey};
    ///
    /// // `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out signing.pem`
    /// # if false {
    /// let key = SigningKey::from_file("signing.pem")?;
    /// # }
    /// # let key = SigningKey::random(Algorithm::ES256)?;
    /// let jwt = JwtRoutes::builder().signing_key(key).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
    /// [`AppBuilder::publish_jwks`]: crate::AppBuilder::publish_jwks
    pub fn signing_key(mut self, key: SigningKey) -> Self {
        self.signing_key = Some(key);
        self
    }

    /// The public key of a pair that signed, or that is going to: its tokens are accepted, and it
    /// is published, and none are minted with it.
    ///
    /// It has the algorithm of the signing key.
    pub fn previous_key(mut self, key: impl Into<PublicKey>) -> Self {
        self.previous_keys.push(key.into());
        self
    }

    /// Returns the keys, once they are known to fit together; `None` when there are none.
    pub(super) fn ring(&self) -> Result<Option<KeyRing>, ConfigError> {
        match (&self.signing_key, &self.secret) {
            (Some(key), _) => {
                let previous = self.previous_keys.clone();
                Ok(Some(KeyRing::of_pair(key.clone(), previous)))
            }
            (None, Some(secret)) => self.ring_of(secret).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The keys that whoever checks our tokens needs, the signing one first, each once.
    pub(super) fn public_keys(&self) -> Vec<PublicKey> {
        let signing = self.signing_key.iter().map(PublicKey::from);
        let mut keys: Vec<PublicKey> = Vec::new();
        for key in signing.chain(self.previous_keys.iter().cloned()) {
            if keys.iter().all(|known| known.id() != key.id()) {
                keys.push(key);
            }
        }
        keys
    }

    /// RFC 8725, section 3.1: which algorithm a token has is not for the token to say.
    fn mixed_keys(&self) -> Vec<ConfigProblem> {
        let has_secret = self.secret.is_some() || !self.previous.is_empty();
        let has_pair = self.signing_key.is_some() || !self.previous_keys.is_empty();
        let mut problems = Vec::new();
        let mixed = |first, second| ConfigProblem::MixedKeys { first, second };
        if has_secret && has_pair {
            problems.push(mixed("secret(..)", "signing_key(..)"));
        }
        if let Some(signing) = &self.signing_key {
            let signing = signing.public_key().algorithm();
            let previous = self.previous_keys.iter().map(PublicKey::algorithm);
            let other = previous.filter(|previous| *previous != signing);
            problems.extend(other.map(|other| mixed(signing.name(), other.name())));
        }
        problems
    }
}
