//! Authentication: finds the credentials of a request, verifies them, and determines the caller (the entity
//! that the token names).

use std::sync::Arc;

use http::{HeaderValue, Method};

use super::{Authentication, Bearer, Head, Refusal, RouteGuard};
use crate::jwt::token::{BearerToken, NoBearer, NoQueryToken, token_in_query, value_in_query};

impl RouteGuard {
    /// Authenticates and authorizes a request: finds its credentials, verifies them, and starts to load the
    /// caller's entity.
    ///
    /// The result is a caller, or a future of one if the store or a third party has to be awaited.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a request without credentials, of one with invalid credentials, or of a caller
    /// who does not meet the route's requirements, as far as this is known without waiting.
    pub(crate) fn authenticate(
        self: &Arc<Self>,
        head: Head<'_>,
    ) -> Result<Authentication, Refusal> {
        // A login at a provider is an access token.
        let authenticators = self.jwt.config().header_authenticators.iter();
        for known in authenticators.filter(|_| self.takes_access_tokens()) {
            if head.headers.contains_key(known.header)
                && let Some(found) = Arc::clone(&known.authenticator).by_header(self, head)?
            {
                return Ok(found);
            }
        }
        let mut decoded = Vec::new();
        self.authenticate_bearer(self.find_token(head, &mut decoded)?)
    }

    /// Authenticates and authorizes a request by its bearer token: verifies the token, and starts to load the
    /// entity that it names.
    ///
    /// # Errors
    ///
    /// Returns the refusals of [`authenticate`](Self::authenticate).
    pub(crate) fn authenticate_bearer(
        self: &Arc<Self>,
        sent: BearerToken<'_>,
    ) -> Result<Authentication, Refusal> {
        let token = sent.take_apart(self.jwt.config().max_token_length)?;
        let bearer = Bearer { sent, token };
        // The tokens of others are access tokens.
        let authenticators = self.jwt.config().authenticators.iter();
        let mut authenticators = authenticators.filter(|_| self.takes_access_tokens());
        authenticators
            .find_map(|authenticator| authenticator.by_bearer(self, bearer))
            .unwrap_or_else(|| self.authenticate_own(bearer))
    }

    /// Copies the token if an argument of the handler or predicate may read its claims again after the guard is
    /// done; otherwise returns `None`.
    pub(crate) fn held(&self, bearer: Bearer<'_>) -> Result<Option<HeaderValue>, Refusal> {
        self.arguments
            .holds_token
            .then(|| hold(bearer.sent))
            .transpose()
    }

    /// Returns the token in a form that outlives the request's head.
    ///
    /// # Errors
    ///
    /// Returns the refusal of a token in the query that no header could hold.
    #[cfg(feature = "jwks")]
    pub(crate) fn kept(bearer: Bearer<'_>) -> Result<HeaderValue, Refusal> {
        hold(bearer.sent)
    }

    /// Finds the bearer token in the `Authorization` header, or in the query if the route accepts tokens there.
    /// A request with both is refused.
    ///
    /// `decoded` is a buffer for a token that is percent-encoded in the URL.
    fn find_token<'r>(
        &self,
        head: Head<'r>,
        decoded: &'r mut Vec<u8>,
    ) -> Result<BearerToken<'r>, Refusal> {
        let bearer = BearerToken::from_headers(head.headers, &self.jwt.config().scheme);
        let Some(parameter) = self.query_parameter(head.method) else {
            return Ok(bearer?);
        };
        match (bearer, token_in_query(head.uri.query(), parameter, decoded)) {
            (bearer, Err(NoQueryToken::Missing)) => Ok(bearer?),
            (Err(NoBearer::Missing), in_query) => Ok(in_query?),
            // SECURITY.md, rule 6: a token in two places is a malformed request.
            _ => Err(Refusal::invalid_request("two_transports")),
        }
    }

    /// Returns the name of the query parameter that may hold the token of a request with this method; `None` if
    /// the route accepts no token in the query.
    pub(super) fn query_parameter(&self, method: &Method) -> Option<&str> {
        let parameter = self.query.as_deref()?;
        // SECURITY.md, rule 6: GET and HEAD only.
        (method == Method::GET || method == Method::HEAD).then_some(parameter)
    }

    /// Returns whether the URL of the request contains a token, valid or not, in the query parameter that the
    /// route accepts.
    pub(crate) fn has_token_in_url(&self, head: Head<'_>) -> bool {
        self.query_parameter(head.method).is_some_and(|parameter| {
            !matches!(
                value_in_query(head.uri.query(), parameter),
                Err(NoQueryToken::Missing)
            )
        })
    }
}

/// Copies the token into a value that does not borrow from the request.
fn hold(bearer: BearerToken<'_>) -> Result<HeaderValue, Refusal> {
    match bearer.header() {
        Some(header) => Ok(header.clone()),
        None => {
            HeaderValue::from_bytes(bearer.text()).map_err(|_| Refusal::invalid_token("alphabet"))
        }
    }
}
