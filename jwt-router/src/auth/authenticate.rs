//! Authentication: finds the credentials of a request, verifies them, and determines the caller (the entity
//! that the token names).

use std::sync::Arc;

use super::{Authentication, Head, Refusal, RouteGuard};
use crate::jwt::token::{BearerToken, CompactToken};

impl RouteGuard {
    /// Authenticates and authorizes a request: finds its credentials, verifies them, loads the caller's entity, and
    /// checks the caller against the route's requirements.
    ///
    /// Returns the caller, or a future of the caller if the guard has to wait for a store, an issuer or a login
    /// provider. The future resolves to a refusal if a check fails after the wait.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a request without credentials, of invalid credentials, or of a caller who does not meet
    /// the route's requirements, as far as the guard can decide without waiting.
    pub(crate) fn authenticate(
        self: &Arc<Self>,
        head: Head<'_>,
    ) -> Result<Authentication, Refusal> {
        // A login at a provider is an access token.
        let authenticators = self.jwt.config().header_authenticators.iter();
        for known in authenticators.filter(|_| self.takes_access_tokens()) {
            if head.headers().contains_key(known.header)
                && let Some(found) = Arc::clone(&known.authenticator).by_header(self, head)?
            {
                if self.has_cookie(head) {
                    return Err(Refusal::TWO_TRANSPORTS);
                }
                return Ok(found);
            }
        }
        let mut decoded = Vec::new();
        self.authenticate_bearer(self.find_token(head, &mut decoded)?)
    }

    /// Authenticates and authorizes a request by its bearer token. Returns the caller or a future of the caller, as
    /// [`authenticate`](Self::authenticate) does.
    ///
    /// # Errors
    ///
    /// Returns the refusal of an invalid token, or of a caller who does not meet the route's requirements, as far as
    /// the guard can decide without waiting.
    pub(crate) fn authenticate_bearer(
        self: &Arc<Self>,
        sent: BearerToken<'_>,
    ) -> Result<Authentication, Refusal> {
        let token = sent.take_apart(self.jwt.config().max_token_length)?;
        // The tokens of other issuers and of providers are access tokens.
        let authenticators = self.jwt.config().authenticators.iter();
        let mut authenticators = authenticators.filter(|_| self.takes_access_tokens());
        authenticators
            .find_map(|authenticator| authenticator.by_bearer(self, token))
            .unwrap_or_else(|| self.authenticate_own(token))
    }

    /// Returns the token if an argument of the handler or predicate may read its claims after the guard is done, and
    /// otherwise `None`.
    pub(crate) fn held<'r>(&self, token: CompactToken<'r>) -> Option<CompactToken<'r>> {
        self.arguments.holds_token.then_some(token)
    }
}
