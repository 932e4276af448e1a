use http::{HeaderValue, header};

use super::{Head, RouteGuard};

/// The parts of a request that say who calls.
#[derive(Eq, PartialEq)]
pub(crate) struct Credentials {
    authorization: Vec<HeaderValue>,
    /// The query, where the route takes tokens from it.
    query: Option<String>,
    /// The headers of strategies.
    #[cfg(feature = "google")]
    strategy: Vec<HeaderValue>,
}

impl Credentials {
    pub(crate) fn of(guard: &RouteGuard, head: Head<'_>) -> Self {
        let query = guard.query_parameter(head.method).and(head.uri.query());
        let authorization = head.headers.get_all(header::AUTHORIZATION);
        Self {
            authorization: authorization.iter().cloned().collect(),
            query: query.map(str::to_owned),
            #[cfg(feature = "google")]
            strategy: crate::oauth::google::authenticator::credentials(guard, head.headers),
        }
    }
}
