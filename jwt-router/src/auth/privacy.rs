//! Who may store the answer to a request with a token.

use http::{HeaderMap, HeaderValue, header};

use super::{Head, RouteGuard};

/// What a request's token leaves to be said to caches.
#[derive(Clone, Copy)]
pub(crate) enum Privacy {
    /// Nothing: they know of `Authorization` that what it opens is for one user
    /// ([RFC 9111, section 3.5](https://www.rfc-editor.org/rfc/rfc9111#section-3.5)).
    Known,
    /// The URL has the token: nobody stores the answer.
    ///
    /// RFC 6750, section 2.3; SECURITY.md, rule 6.
    TokenInUrl,
    /// A header other than `Authorization` has the token, of which they know nothing.
    TokenInOtherHeader,
}

impl Privacy {
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

    /// Says it on the answer.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        match self {
            Self::Known => {}
            Self::TokenInUrl => {
                let private = HeaderValue::from_static("private, no-store");
                // A refusal says `no-store` already, and is the same for every request.
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

/// Whether the handler said itself who may store its answer.
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
