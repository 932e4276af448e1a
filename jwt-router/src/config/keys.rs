//! The builder's settings for the key that signs tokens, and for further keys that verify them.

#[cfg(feature = "asymmetric")]
use crate::jwt::key::{PublicKey, SigningKey};
use crate::{
    config::JwtRoutesBuilder,
    jwt::key::{KeyRing, Secret, SecretError},
    problem::{ConfigError, ConfigProblem},
};

impl JwtRoutesBuilder {
    /// Sets the secret that signs and verifies tokens with HS256. It needs at least 32 bytes.
    ///
    /// The bytes of a text are used as the secret, without decoding, as in flask-jwt-router's `SECRET_KEY`.
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

    /// Adds a secret that signed tokens before. Tokens that it signed are still accepted, and new tokens are
    /// signed with the current secret.
    ///
    /// With at least one previous secret, new tokens name their key in the header parameter `kid`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// # let (new, old) = (Secret::random()?, Secret::random()?);
    /// let jwt = JwtRoutes::builder().secret(new).previous_secret(old).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Returns whether a secret or a signing key is set, in code or by the environment.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let mut builder = JwtRoutes::builder();
    /// if !builder.has_secret() {
    ///     builder = builder.secret(Secret::random()?); // for this run only
    /// }
    /// # builder.build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Returns the problems of the configured keys in combination: keys of different algorithms, previous keys
    /// without a current one, or no key at all. A missing key is not reported if one of the `known` problems is that
    /// a key could not be read. If another issuer signs tokens, it is reported only if there are previous keys.
    pub(super) fn bad_keys(&self, known: &[ConfigProblem]) -> Vec<ConfigProblem> {
        let mut problems = self.mixed_keys();
        let is_of_key = |problem: &_| match problem {
            ConfigProblem::Secret { .. } => true,
            #[cfg(feature = "asymmetric")]
            ConfigProblem::Key { .. } => true,
            _ => false,
        };
        let is_reported = known.iter().any(is_of_key);
        if self.has_secret() || is_reported {
            return problems;
        }
        let only_previous = self.only_previous_keys();
        if only_previous.is_empty() && !self.has_issuers() {
            problems.push(ConfigProblem::MissingSecret);
        }
        problems.extend(only_previous);
        problems
    }

    /// Returns a problem for each kind of previous keys. Called if there is no current key.
    fn only_previous_keys(&self) -> Vec<ConfigProblem> {
        let of_kind = |name, current| ConfigProblem::OnlyPreviousKeys { name, current };
        let mut problems = Vec::new();
        if !self.previous.is_empty() {
            problems.push(of_kind("previous_secret", "secret"));
        }
        #[cfg(feature = "asymmetric")]
        if !self.previous_keys.is_empty() {
            problems.push(of_kind("previous_key", "signing_key"));
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

    /// Returns the keys that sign and verify the application's own tokens; `None` if no key is configured.
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
    /// Sets the private key that signs tokens, instead of a secret. Other services can verify the tokens with
    /// the public key, which cannot sign.
    ///
    /// New tokens name their key in the header parameter `kid`, by its thumbprint ([RFC 7638]).
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

    /// Adds the public key of a key pair that signed tokens before, or that will sign them later. Tokens of
    /// this key pair are accepted, and the public key is published with the current one.
    ///
    /// New tokens are signed with the [`signing_key`](Self::signing_key), whose algorithm both keys must have.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use jwt_router::{JwtRoutes, SigningKey};
    ///
    /// let (new, old) = (SigningKey::from_file("new.pem")?, SigningKey::from_file("old.pem")?);
    /// let jwt = JwtRoutes::builder().signing_key(new).previous_key(old.public_key().clone()).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn previous_key(mut self, key: impl Into<PublicKey>) -> Self {
        self.previous_keys.push(key.into());
        self
    }

    /// Returns the keys that sign and verify the application's own tokens; `None` if no key is configured.
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

    /// Returns the public keys to publish, without duplicates. The public key of the current signing key is the
    /// first.
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

    /// Returns a problem if the keys have different algorithms.
    ///
    /// A verifier that accepts several algorithms would select one by the token's header, which an attacker
    /// writes (RFC 8725, section 3.1).
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
