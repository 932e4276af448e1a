//! Requests of the test matrix whose tokens are not in one header: in the URL, in the application's cookie, or in
//! two places.

use http::{HeaderName, Method, header};

use super::{
    caller::CallerKind, expected::Expectation, failure::MatrixFailure, judge::Findings,
    judge::Judge, row::Row, send::MatrixRequest, token::Flaw,
};
use crate::{
    auth::{Config, TICKET_PARAMETER},
    jwt::token_use::TokenUse,
    policy::{RoutePolicy, TokenTransports},
    rejection::RejectionKind,
};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Returns the query parameter in which a route takes tokens; `None` if the route takes no tokens in the query.
/// `token_use` is what the route's tokens are for (such as access), and `transports` are the places where the
/// route takes them.
pub(super) fn parameter<'p>(
    token_use: &TokenUse,
    transports: &'p TokenTransports,
) -> Option<&'p str> {
    match token_use {
        TokenUse::Ticket => Some(TICKET_PARAMETER),
        TokenUse::Access | TokenUse::Purpose(_) | TokenUse::Refresh => transports.query.as_deref(),
    }
}

/// Returns the query parameters in which the matrix sends tokens: those in which one of these routes takes tokens,
/// and usual names such as `token`.
pub(super) fn parameters(routes: &[RoutePolicy]) -> Vec<&str> {
    let own = routes.iter();
    let own = own.filter_map(|route| parameter(&route.token_use, &route.transports));
    let mut all: Vec<&str> = ["auth", "access_token", "token"]
        .into_iter()
        .chain(own)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Judge<'_> {
    /// Returns requests with a valid token in the URL:
    /// - if the route takes tokens in the query, one with the token in the route's query parameter;
    /// - if the route takes tickets (tokens for one request), two that the guard must refuse: one with the ticket
    ///   in a header, and one with the method `HEAD`;
    /// - one with the token in all other query parameters that the matrix tries, such as `token` and the
    ///   parameters of other routes, where the guard must ignore the token.
    pub(super) async fn in_url(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let Some(position) = self.best(row) else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, Flaw::None, found).await?;
        let token = token.unwrap_or_default();
        let own = row.parameter();
        let mut probes = Vec::new();
        if let Some(own) = own {
            probes.push(MatrixRequest {
                target: format!("{}?{own}={token}", row.target),
                ..self.probe(row, CallerKind::InUrl, Some(position), Vec::new())
            });
        }
        if row.is_query_only() {
            probes.extend(self.spends_nothing(row, position, &token));
        }
        let others: Vec<String> = found
            .parameters
            .iter()
            .filter(|parameter| own != Some(**parameter))
            .map(|parameter| format!("{parameter}={token}"))
            .collect();
        probes.push(MatrixRequest {
            target: format!("{}?{}", row.target, others.join("&")),
            words: CallerKind::InUrl.words(&self.people),
            ..self.probe(row, CallerKind::NoToken, None, Vec::new())
        });
        Ok(probes)
    }

    /// Returns two requests that a route for tickets (tokens for one request, in the query) must refuse: one with
    /// a ticket in a header, and one with a ticket in the query and the method `HEAD`.
    fn spends_nothing(&self, row: &Row<'_>, position: usize, token: &str) -> [MatrixRequest; 2] {
        let probe = || self.probe(row, CallerKind::InUrl, Some(position), Vec::new());
        let refused = Expectation::Refused;
        [
            MatrixRequest {
                tokens: vec![token.to_owned()],
                expected: refused(RejectionKind::InvalidToken),
                words: "with a ticket in a header".to_owned(),
                ..probe()
            },
            MatrixRequest {
                method: Method::HEAD,
                target: format!("{}?{TICKET_PARAMETER}={token}", row.target),
                expected: refused(RejectionKind::InvalidRequest),
                words: "with a ticket, by `HEAD`".to_owned(),
                ..probe()
            },
        ]
    }

    /// Returns requests with two valid tokens: in two headers, in a header and in the URL, or in a header and in the
    /// cookie.
    pub(super) async fn two_tokens(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let Some(position) = self.best(row) else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, Flaw::None, found).await?;
        let token = token.unwrap_or_default();
        let probe = |tokens| self.probe(row, CallerKind::TwoTokens, Some(position), tokens);
        let mut probes = vec![probe(vec![token.clone(), token.clone()])];
        if let Some(parameter) = row.parameter() {
            probes.push(MatrixRequest {
                target: format!("{}?{parameter}={token}", row.target),
                ..probe(vec![token.clone()])
            });
        }
        probes.extend(self.header_and_cookie(row, position, &token));
        Ok(probes)
    }

    /// Returns whether the application reads tokens from cookies.
    pub(super) fn has_cookies(&self) -> bool {
        self.app.origin.jwt.config().transports.cookie
    }

    /// Returns the request with a valid token in the cookie, and with the header `Sec-Fetch-Site: same-origin`, as
    /// a browser sends the request for a page of the application itself. If the route does not read cookies, the
    /// guard must refuse the request like one without a token.
    pub(super) async fn in_cookie(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let Some((position, cookie)) = self.cookie(row, found).await? else {
            return Ok(Vec::new());
        };
        let known = if row.required.policy.transports.cookie {
            self.probe(row, CallerKind::Cookie, Some(position), Vec::new())
        } else {
            self.probe(row, CallerKind::NoToken, None, Vec::new())
        };
        Ok(vec![MatrixRequest {
            headers: vec![
                (header::COOKIE, cookie),
                (FETCH_SITE, "same-origin".to_owned()),
            ],
            words: CallerKind::Cookie.words(&self.people),
            ..known
        }])
    }

    /// Returns requests with a valid token in the cookie, as a browser sends them for a page of another site: one
    /// with `Sec-Fetch-Site` and `Origin`, and one with `Origin` only. The guard must refuse both. It accepts a
    /// safe method (such as `GET`) from every site, unless the request asks for a WebSocket. Therefore, the
    /// requests with a safe method ask for one.
    pub(super) async fn cross_site(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        if !row.required.policy.transports.cookie {
            return Ok(Vec::new());
        }
        let Some((position, cookie)) = self.cookie(row, found).await? else {
            return Ok(Vec::new());
        };
        let origin = || "https://another-site.example".to_owned();
        let mut by_site = vec![
            (header::COOKIE, cookie.clone()),
            (FETCH_SITE, "cross-site".to_owned()),
            (header::ORIGIN, origin()),
        ];
        // As from a browser that sends no `Sec-Fetch-Site`.
        let mut by_origin = vec![(header::COOKIE, cookie), (header::ORIGIN, origin())];
        if [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE].contains(&row.method) {
            for headers in [&mut by_site, &mut by_origin] {
                headers.push((header::UPGRADE, "websocket".to_owned()));
            }
        }
        let probes = [by_site, by_origin].map(|headers| MatrixRequest {
            headers,
            ..self.probe(row, CallerKind::CrossSite, Some(position), Vec::new())
        });
        Ok(probes.into())
    }

    /// Returns the request with valid tokens in a header and in the cookie; `None` if the route does not read
    /// cookies.
    fn header_and_cookie(
        &self,
        row: &Row<'_>,
        position: usize,
        token: &str,
    ) -> Option<MatrixRequest> {
        let reads = row.required.policy.transports.cookie;
        let cookie = self.pair(row, token).filter(|_| reads)?;
        Some(MatrixRequest {
            headers: vec![
                (header::COOKIE, cookie),
                (FETCH_SITE, "same-origin".to_owned()),
            ],
            ..self.probe(
                row,
                CallerKind::TwoTokens,
                Some(position),
                vec![token.to_owned()],
            )
        })
    }

    /// Returns the index, in the list of test entities, of the [best](Self::best) test entity for the route, and
    /// the value of a `Cookie` header with a valid token of this entity. Returns `None` if the route accepts the
    /// tokens of no test entity, or if the application has no cookie for the tokens that the route takes.
    async fn cookie(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Option<(usize, String)>, MatrixFailure> {
        let Some(position) = self.best(row) else {
            return Ok(None);
        };
        let token = self.token(row, position, Flaw::None, found).await?;
        let cookie = token.and_then(|token| self.pair(row, &token));
        Ok(cookie.map(|cookie| (position, cookie)))
    }

    /// Returns the value of the `Cookie` header that holds this token; `None` if the application has no cookies,
    /// or if the route takes links or tickets, which no cookie holds.
    fn pair(&self, row: &Row<'_>, token: &str) -> Option<String> {
        let is_refresh = match row.required.policy.token_use {
            TokenUse::Access => false,
            TokenUse::Refresh => true,
            TokenUse::Purpose(_) | TokenUse::Ticket => return None,
        };
        cookie(self.app.origin.jwt.config(), is_refresh, token)
    }
}

/// Returns the value of the `Cookie` header with this token, in the cookie for refresh tokens or access tokens;
/// `None` if the application has no cookies.
#[cfg(feature = "cookies")]
fn cookie(config: &Config, is_refresh: bool, token: &str) -> Option<String> {
    let cookies = config.cookies.as_ref()?;
    Some(format!("{}={token}", cookies.name(is_refresh)))
}

/// Returns `None`, because an application has no cookies without the feature `cookies`.
#[cfg(not(feature = "cookies"))]
const fn cookie(_config: &Config, _is_refresh: bool, _token: &str) -> Option<String> {
    None
}
