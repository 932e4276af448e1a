//! Finds the token of a request, in each of the places where the route's guard looks for it.

#[cfg(feature = "cookies")]
use http::HeaderValue;
use http::Method;

use super::{Head, Refusal, RouteGuard, TICKET_PARAMETER};
use crate::jwt::token::{BearerToken, NoBearer, NoQueryToken, token_in_query, value_in_query};

impl RouteGuard {
    /// Finds the bearer token of a request in the `Authorization` header, or in one of the other places in which the
    /// route accepts tokens (query, cookie, WebSocket protocols). Refuses a request with a token in two places.
    ///
    /// `decoded` is a buffer for a token that is percent-encoded in the URL.
    pub(super) fn find_token<'r>(
        &self,
        head: Head<'r>,
        decoded: &'r mut Vec<u8>,
    ) -> Result<BearerToken<'r>, Refusal> {
        if self.takes_tickets() {
            return self.find_ticket(head, decoded);
        }
        let bearer = BearerToken::from_headers(head.headers(), &self.jwt.config().scheme);
        if self.transports.is_header_only() {
            return Ok(bearer?);
        }
        let elsewhere = [
            self.token_in_query(head, decoded),
            #[cfg(feature = "cookies")]
            self.token_in_cookie(head),
            self.token_in_protocols(head),
        ];
        let mut elsewhere = elsewhere.into_iter().flatten();
        match (bearer, elsewhere.next(), elsewhere.next()) {
            (bearer, None, _) => Ok(bearer?),
            (Err(NoBearer::Missing), Some(found), None) => found,
            // SECURITY.md, rule 6: a token in two places is a malformed request.
            _ => Err(Refusal::TWO_TRANSPORTS),
        }
    }

    /// Returns the token in the query of the URL, or the refusal of a malformed token. Returns `None` if the query
    /// has no token, or if the route accepts no token in the query of a request with this method.
    ///
    /// `decoded` is a buffer for a token that is percent-encoded in the URL.
    pub(super) fn token_in_query<'r>(
        &self,
        head: Head<'r>,
        decoded: &'r mut Vec<u8>,
    ) -> Option<Result<BearerToken<'r>, Refusal>> {
        let parameter = self.query_parameter(head.method())?;
        match token_in_query(head.uri().query(), parameter, decoded) {
            Err(NoQueryToken::Missing) => None,
            found => Some(found.map_err(Refusal::from)),
        }
    }

    /// Returns the token in the application's cookie, or the refusal of a cookie that is repeated, malformed, or
    /// sent by a page of another origin. Returns `None` if the request has no such cookie, or if the route accepts
    /// no token in cookies.
    #[cfg(feature = "cookies")]
    fn token_in_cookie<'r>(&self, head: Head<'r>) -> Option<Result<BearerToken<'r>, Refusal>> {
        let cookies = self.jwt.config().cookies.as_ref()?;
        if !self.transports.cookie {
            return None;
        }
        let found = cookies.find(head.sender(), self.takes_refresh_tokens())?;
        Some(found.map_err(Refusal::from))
    }

    /// Returns the `Set-Cookie` header that removes the token's cookie from the browser; `None` if the request has
    /// no such cookie, or if the route accepts no token in cookies.
    #[cfg(feature = "cookies")]
    pub(super) fn removed_cookie(&self, head: Head<'_>) -> Option<HeaderValue> {
        let cookies = self.jwt.config().cookies.as_ref()?;
        let is_refresh = self.takes_refresh_tokens();
        // Most refused requests have no cookie, so the header is made only for those that have one.
        self.has_cookie(head).then(|| cookies.removal(is_refresh))?
    }

    /// Returns whether the route accepts tokens in cookies and the request has the application's cookie, even if the
    /// cookie holds no token.
    #[cfg(feature = "cookies")]
    pub(crate) fn has_cookie(&self, head: Head<'_>) -> bool {
        let cookies = self.jwt.config().cookies.as_ref();
        let is_refresh = self.takes_refresh_tokens();
        self.transports.cookie
            && cookies.is_some_and(|cookies| cookies.are_in(head.headers(), is_refresh))
    }

    /// Returns whether the route accepts tokens in cookies and the request has the application's cookie. Always
    /// returns `false`, because no application keeps tokens in cookies without the feature `cookies`.
    #[cfg(not(feature = "cookies"))]
    #[expect(
        clippy::unused_self,
        reason = "with the feature, it needs the settings"
    )]
    pub(crate) const fn has_cookie(&self, _head: Head<'_>) -> bool {
        false
    }

    /// Returns the name of the query parameter that may hold the token of a request with this method. Returns `None`
    /// if the route accepts no token in the query, or if the method is neither `GET` nor `HEAD`.
    pub(super) fn query_parameter(&self, method: &Method) -> Option<&str> {
        let parameter = if self.takes_tickets() {
            TICKET_PARAMETER
        } else {
            self.transports.query.as_deref()?
        };
        // SECURITY.md, rule 6: GET and HEAD only.
        (method == Method::GET || method == Method::HEAD).then_some(parameter)
    }

    /// Returns whether the URL of the request contains a token, valid or not, in the query parameter that the
    /// route accepts.
    pub(crate) fn has_token_in_url(&self, head: Head<'_>) -> bool {
        self.query_parameter(head.method())
            .is_some_and(|parameter| {
                !matches!(
                    value_in_query(head.uri().query(), parameter),
                    Err(NoQueryToken::Missing)
                )
            })
    }
}
