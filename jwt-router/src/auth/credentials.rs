use http::{HeaderValue, header};

use super::{Head, RouteGuard};

/// A copy of the parts of a request that identify its caller, to detect whether they change later.
#[derive(Eq, PartialEq)]
pub(crate) struct Credentials {
    authorization: Vec<HeaderValue>,
    /// The query of the URL, if the route accepts tokens there.
    query: Option<String>,
    /// The values of the headers, other than `Authorization`, that authenticators read, and the offered protocols of a
    /// WebSocket where the route accepts tokens there.
    others: Vec<HeaderValue>,
}

impl Credentials {
    /// Copies those parts of the request that the guard reads to identify the caller.
    pub(crate) fn of(guard: &RouteGuard, head: Head<'_>) -> Self {
        let query = guard.query_parameter(head.method).and(head.uri.query());
        let authorization = head.headers.get_all(header::AUTHORIZATION);
        let authenticators = &guard.jwt.config().authenticators;
        let names = authenticators.iter().flat_map(|known| {
            known
                .token_header()
                .into_iter()
                .chain(known.other_headers())
        });
        let others = names.flat_map(|name| head.headers.get_all(name));
        #[cfg(feature = "cookies")]
        let others = others.chain(cookies(guard, head));
        let protocols = guard.opening(head).into_iter();
        let protocols =
            protocols.flat_map(|_| head.headers.get_all(header::SEC_WEBSOCKET_PROTOCOL));
        let others = others.chain(protocols);
        Self {
            authorization: authorization.iter().cloned().collect(),
            query: query.map(str::to_owned),
            others: others.cloned().collect(),
        }
    }
}

/// Returns the cookies of the request, if the application has one that holds a token.
#[cfg(feature = "cookies")]
fn cookies<'r>(guard: &RouteGuard, head: Head<'r>) -> impl Iterator<Item = &'r HeaderValue> {
    let are_read = guard.jwt.config().cookies.is_some();
    let cookies = head.headers.get_all(header::COOKIE).into_iter();
    cookies.filter(move |_| are_read)
}
