//! Redeems a code, and mints the token of a login.

use super::{
    super::{
        GoogleToken, LoginError, LoginErrorKind,
        exchange::{Exchange, Tokens},
        id_token::{LEEWAY, UserClaims},
    },
    Google, GoogleProfile, authenticated,
};
use crate::{
    auth::TokenBuilder,
    entity::Entity,
    jwt::claims::{Rules, TokenKind},
};

/// The maximum length of a code, in bytes: longer than any that Google makes.
const MAXIMUM_CODE_LENGTH: usize = 2048;

/// A code to redeem, with the values of the login against which Google's response is checked.
pub(super) struct Attempt<'a> {
    pub(super) code: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) verifier: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    /// The earliest allowed time of the user's authentication, in seconds since 1970.
    pub(super) oldest: Option<i64>,
}

impl Google {
    /// Chooses the entity type that logs in, if several are configured for Google; the first one is the
    /// default.
    ///
    /// With a type that is not configured for Google, every login fails with `Internal`.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{GoogleToken, Google, GoogleLogin, LoginError, prelude::*};
    ///
    /// #[entity(table = "admins")]
    /// #[derive(Clone)]
    /// struct Admin { id: i64, email: String }
    ///
    /// #[whitelist(POST, "/login/admin")]
    /// async fn log_admin_in(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    ///     google.entity::<Admin>().login(&login.code).await
    /// }
    /// ```
    #[must_use]
    pub fn entity<E: Entity>(mut self) -> Self {
        let mut accounts = self.configured.accounts.iter();
        let position = accounts.position(|account| account.entity.is::<E>());
        self.account = position;
        self
    }

    /// Redeems a code for the first redirect URI, and returns the token of the user who has logged in.
    ///
    /// The example of [`Google`] calls this method.
    ///
    /// # Errors
    ///
    /// Returns a [`LoginError`] of one of the [kinds](crate::LoginErrorKind); a handler can return it as its
    /// response.
    pub async fn login(&self, code: &str) -> Result<GoogleToken, LoginError> {
        let first = self.configured.redirect_uris.first();
        let redirect_uri = first.ok_or(LoginErrorKind::Internal)?;
        self.attempt(Attempt {
            code,
            redirect_uri,
            verifier: None,
            nonce: None,
            oldest: self.oldest(None, self.jwt.config().now())?,
        })
        .await
    }

    /// Redeems a code as [`login`](Self::login) does, for another of the configured redirect URIs.
    ///
    /// The URI must be the one that Google sent the code to. It is compared letter for letter with the
    /// configured ones ([RFC 9700, section 2.1]).
    ///
    /// # Errors
    ///
    /// Returns `InvalidRedirectUri` for a URI that is not configured, and the errors of [`login`](Self::login).
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{GoogleToken, Google, GoogleLogin, LoginError, prelude::*};
    ///
    /// #[whitelist(POST, "/login/mobile")]
    /// async fn log_in(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    ///     google.login_with_redirect(&login.code, "https://app.example.com/mobile").await
    /// }
    /// ```
    ///
    /// [RFC 9700, section 2.1]: https://www.rfc-editor.org/rfc/rfc9700#section-2.1
    pub async fn login_with_redirect(
        &self,
        code: &str,
        redirect_uri: &str,
    ) -> Result<GoogleToken, LoginError> {
        self.attempt(Attempt {
            code,
            redirect_uri: self.known_redirect_uri(redirect_uri)?,
            verifier: None,
            nonce: None,
            oldest: self.oldest(None, self.jwt.config().now())?,
        })
        .await
    }

    /// Returns the configured redirect URI that equals `uri`.
    ///
    /// # Errors
    ///
    /// Returns [`LoginErrorKind::InvalidRedirectUri`] when no configured URI equals `uri`.
    pub(super) fn known_redirect_uri(&self, uri: &str) -> Result<&str, LoginError> {
        let mut known = self.configured.redirect_uris.iter();
        let known = known.find(|known| *known == uri);
        known
            .map(String::as_str)
            .ok_or_else(|| LoginErrorKind::InvalidRedirectUri.into())
    }

    /// Runs all steps of a login, from the code to the token.
    pub(super) async fn attempt(&self, attempt: Attempt<'_>) -> Result<GoogleToken, LoginError> {
        let token = self.token_of(attempt).await;
        token.map_err(|error| error.with_scheme(self.jwt.scheme()))
    }

    async fn token_of(&self, attempt: Attempt<'_>) -> Result<GoogleToken, LoginError> {
        if attempt.code.is_empty() || attempt.code.len() > MAXIMUM_CODE_LENGTH {
            return Err(LoginErrorKind::InvalidRequest.into());
        }
        let tokens = self.redeem(&attempt).await?;
        let mut claims = self.user_claims(&tokens, attempt.nonce).await?;
        let config = self.jwt.config();
        let authenticated = authenticated::check(claims.auth_time, attempt.oldest, config.now())?;
        let (acr, amr) = (claims.acr.take(), claims.amr.take());
        let profile = GoogleProfile::of(claims)?;
        self.check_domain(&profile)?;
        let account = self
            .account
            .and_then(|position| self.configured.accounts.get(position));
        let account = account.ok_or_else(|| {
            LoginError::because(LoginErrorKind::Internal, "entity_of_no_provider")
        })?;
        let loaded = account.log_in(&profile).await?;
        if self.configured.passed_through.is_some() {
            let token = tokens.access_token.filter(|token| !token.is_empty());
            return token.map(GoogleToken::new).ok_or_else(|| {
                LoginError::because(LoginErrorKind::ProviderUnavailable, "no_access_token")
            });
        }
        let key = account.key(&loaded);
        let login = self.login_time(authenticated);
        // The own token copies `acr` and `amr`, since requirements read them there.
        let token = TokenBuilder::of(&self.jwt, account.entity, key, login)
            .version(account.entity.token_version(&*loaded));
        let mut token = token.grant("acr", Ok(acr)).grant("amr", Ok(amr));
        if let Some(lifetime) = self.configured.lifetime {
            token = token.expires_in(lifetime);
        }
        Ok(GoogleToken::new(token.sign()?.into_string()))
    }

    async fn redeem(&self, attempt: &Attempt<'_>) -> Result<Tokens, LoginError> {
        let configured = &*self.configured;
        let exchange = Exchange {
            code: attempt.code,
            client_id: &configured.client_id,
            client_secret: &configured.client_secret,
            redirect_uri: attempt.redirect_uri,
            grant_type: "authorization_code",
            code_verifier: attempt.verifier,
        };
        exchange.redeem(&configured.http, &configured.token).await
    }

    /// Verifies the ID token, and returns the claims about the user.
    async fn user_claims(
        &self,
        tokens: &Tokens,
        nonce: Option<&str>,
    ) -> Result<UserClaims, LoginError> {
        let configured = &*self.configured;
        let refuse = |reason| LoginError::because(LoginErrorKind::InvalidIdToken, reason);
        let id_token = tokens.id_token.as_deref();
        let id_token = id_token.ok_or_else(|| refuse("no_id_token"))?;
        let client = std::slice::from_ref(&configured.client_id);
        let rules = Rules {
            issuers: configured.issuer.all(),
            audience: client,
            parties: client,
            clients: &[],
            leeway: LEEWAY,
            kind: TokenKind::Id { nonce },
        };
        let config = self.jwt.config();
        let (maximum, now) = (config.max_token_length, config.now());
        UserClaims::verify(id_token, maximum, &configured.keys, rules, now).await
    }

    /// Checks the account's Workspace domain, which the ID token names. The parameter `hd` of the browser's
    /// request is only a hint, which a user can change.
    fn check_domain(&self, profile: &GoogleProfile) -> Result<(), LoginError> {
        match &self.configured.hosted_domain {
            Some(domain) if profile.hosted_domain.as_ref() != Some(domain) => {
                Err(LoginErrorKind::WrongDomain.into())
            }
            _ => Ok(()),
        }
    }
}
