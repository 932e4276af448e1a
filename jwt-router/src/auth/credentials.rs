use http::{HeaderValue, header};

use super::{Head, RouteGuard};

/// A copy of the parts of a request that identify its caller, such as `Authorization`. A later comparison detects
/// whether a handler has replaced these parts before it passed the request on to another service, which must not get
/// the caller of the old token.
#[derive(Eq, PartialEq)]
pub(crate) struct Credentials {
    authorization: Vec<HeaderValue>,
    /// The query of the URL; `None` if the guard reads no token from the query of this request, or there is no query.
    query: Option<String>,
    /// The values of the other headers that may identify the caller: the headers that authenticators read, `Cookie` if
    /// the application has cookies, and `Sec-WebSocket-Protocol` if the guard reads a token from it.
    others: Vec<HeaderValue>,
}

impl Credentials {
    /// Copies the parts of the request that the guard reads to identify the caller.
    pub(crate) fn of(guard: &RouteGuard, head: Head<'_>) -> Self {
        let query = guard.query_parameter(head.method()).and(head.uri().query());
        let authorization = head.headers().get_all(header::AUTHORIZATION);
        let authenticators = &guard.jwt.config().authenticators;
        let names = authenticators.iter().flat_map(|known| {
            known
                .token_header()
                .into_iter()
                .chain(known.other_headers())
        });
        let others = names.flat_map(|name| head.headers().get_all(name));
        #[cfg(feature = "cookies")]
        let others = others.chain(cookies(guard, head));
        let protocols = guard.opening(head).into_iter();
        let protocols =
            protocols.flat_map(|_| head.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL));
        let others = others.chain(protocols);
        Self {
            authorization: authorization.iter().cloned().collect(),
            query: query.map(str::to_owned),
            others: others.cloned().collect(),
        }
    }
}

/// Returns the `Cookie` headers of the request, or nothing if the application keeps no tokens in cookies.
#[cfg(feature = "cookies")]
fn cookies<'r>(guard: &RouteGuard, head: Head<'r>) -> impl Iterator<Item = &'r HeaderValue> {
    let are_read = guard.jwt.config().cookies.is_some();
    let cookies = head.headers().get_all(header::COOKIE).into_iter();
    cookies.filter(move |_| are_read)
}
