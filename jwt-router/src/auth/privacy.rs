//! The `Cache-Control` of responses to requests with a token.

use http::{HeaderMap, HeaderValue, header};

use super::{Head, RouteGuard};

/// The `Cache-Control` that a response needs, given where the request's token came from.
#[derive(Clone, Copy)]
pub(crate) enum Privacy {
    /// None: the token is in `Authorization`, and a shared cache does not store the response to such a request
    /// ([RFC 9111, section 3.5](https://www.rfc-editor.org/rfc/rfc9111#section-3.5)).
    Known,
    /// `private, no-store`: the URL holds the token.
    ///
    /// RFC 6750, section 2.3; SECURITY.md, rule 6.
    TokenInUrl,
    /// `Cache-Control: private`, unless the handler has set `Cache-Control` itself. The token is in a header other
    /// than `Authorization`. Shared caches do not know such a header as credentials, and would otherwise store
    /// the response and serve it to other users.
    TokenInOtherHeader,
}

impl Privacy {
    /// Determines where the token of a request is.
    pub(crate) fn of(guard: &RouteGuard, head: Head<'_>) -> Self {
        if guard.has_token_in_url(head) {
            return Self::TokenInUrl;
        }
        let mut known = guard.jwt.config().header_authenticators.iter();
        if known.any(|known| head.headers.contains_key(known.header)) {
            return Self::TokenInOtherHeader;
        }
        Self::Known
    }

    /// Sets the `Cache-Control` of the response.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        match self {
            Self::Known => {}
            Self::TokenInUrl => {
                let private = HeaderValue::from_static("private, no-store");
                // A rejection has `no-store` already. It needs no `private`, since its body is the same for
                // every request.
                if headers.get(header::CACHE_CONTROL) != Some(&HeaderValue::from_static("no-store"))
                {
                    headers.insert(header::CACHE_CONTROL, private);
                }
            }
            Self::TokenInOtherHeader => {
                if !says_who_stores(headers) {
                    headers.append(header::CACHE_CONTROL, HeaderValue::from_static("private"));
                }
            }
        }
    }
}

/// Returns whether the handler's `Cache-Control` decides which caches may store the response.
fn says_who_stores(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::CACHE_CONTROL).iter();
    let mut directives = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    directives.any(|directive| {
        let name = directive.split('=').next().unwrap_or_default().trim();
        ["public", "s-maxage", "private", "no-store"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    })
}
