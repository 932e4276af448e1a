//! Sets headers of the responses to requests with a token outside of `Authorization`: `Cache-Control`, so that no
//! cache serves the responses to another user; `Referrer-Policy`, if the token was in the URL; and
//! `Sec-WebSocket-Protocol`, if the token was in this header, since the browser would close the WebSocket otherwise.

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Head, RouteGuard, handshake::answer_bearer};
use crate::jwt::token::remove_token;

/// The headers that a response needs, which depend on the part of the request that holds the token.
#[derive(Clone, Copy)]
pub(crate) enum Privacy {
    /// The request has its token, if any, in `Authorization`. Its response needs no further headers, because shared
    /// caches know this header, and do not store responses to requests that have it ([RFC 9111, section
    /// 3.5](https://www.rfc-editor.org/rfc/rfc9111#section-3.5)).
    Known,
    /// The request has its token in the URL. Its response needs `Cache-Control: private, no-store`, or only `no-store`
    /// if it has this value already. It also needs `Referrer-Policy: no-referrer`, so that a page does not pass its URL
    /// on, unless the handler has set this header or responds with an error.
    ///
    /// See RFC 6750, section 2.3; RFC 9700, section 4.2.4; SECURITY.md, rule 6.
    TokenInUrl,
    /// The request has its token in a header other than `Authorization`, such as `Cookie`. Its response needs
    /// `Cache-Control: private`, unless the handler has decided which caches may store the response. Otherwise, shared
    /// caches, which do not recognize the header as credentials, could serve the response to other users.
    TokenInOtherHeader,
    /// The request has its token in `Sec-WebSocket-Protocol`. Its response needs `Cache-Control: private`, as for
    /// `TokenInOtherHeader`. A response with the status `opened` opens the WebSocket that the request asks for, and
    /// also needs `Sec-WebSocket-Protocol: bearer`, unless the handler has chosen another of the offered protocols.
    TokenInProtocols { opened: StatusCode },
}

impl Privacy {
    /// Returns the variant for this request, by the part of the request that holds the token.
    pub(crate) fn of(guard: &RouteGuard, head: Head<'_>) -> Self {
        if guard.has_token_in_url(head) {
            return Self::TokenInUrl;
        }
        if let Some(opened) = guard.opening_by_token(head) {
            return Self::TokenInProtocols { opened };
        }
        if guard.has_cookie(head) {
            return Self::TokenInOtherHeader;
        }
        let mut known = guard.jwt.config().header_authenticators.iter();
        if known.any(|known| head.headers().contains_key(known.header)) {
            return Self::TokenInOtherHeader;
        }
        Self::Known
    }

    /// Removes the token from the header `Sec-WebSocket-Protocol` that the handler gets, because the handler could send
    /// the token back in a response. A token in another place is not removed.
    pub(crate) fn hide_token(self, headers: &mut HeaderMap) {
        match self {
            Self::TokenInProtocols { .. } => remove_token(headers),
            Self::Known | Self::TokenInUrl | Self::TokenInOtherHeader => {}
        }
    }

    /// Adds the required headers to the response, which has this status and these headers.
    pub(crate) fn tell(self, status: StatusCode, headers: &mut HeaderMap) {
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
                if !(status.is_client_error() || status.is_server_error()) {
                    keep_url(headers);
                }
            }
            Self::TokenInOtherHeader => keep_private(headers),
            Self::TokenInProtocols { opened } => {
                keep_private(headers);
                if status == opened {
                    answer_bearer(headers);
                }
            }
        }
    }
}

/// Adds `Cache-Control: private`, which keeps the response out of shared caches, unless the handler has decided itself
/// which caches may store it.
fn keep_private(headers: &mut HeaderMap) {
    if !says_who_stores(headers) {
        headers.append(header::CACHE_CONTROL, HeaderValue::from_static("private"));
    }
}

/// Adds `Referrer-Policy: no-referrer`, so that the requests of a page do not contain the page's URL, unless the
/// handler has set this header itself.
fn keep_url(headers: &mut HeaderMap) {
    if let header::Entry::Vacant(vacant) = headers.entry(header::REFERRER_POLICY) {
        vacant.insert(HeaderValue::from_static("no-referrer"));
    }
}

/// Returns whether the handler has set a `Cache-Control` that says which caches may store the response, for example
/// `public` or `private`.
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
