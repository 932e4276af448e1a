//! Decides whether a request comes from a page of the application, so that no other site acts for its users
//! (cross-site request forgery).

use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origins whose pages may send requests with the application's cookies, besides the application's own origin.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The configured origins, as browsers write them in the header `Origin`.
    pub(super) trusted: Vec<HeaderValue>,
    /// Whether pages of this application may be loaded over plain HTTP from hosts other than the loopback ones.
    pub(super) plain_http: bool,
}

/// The parts of a request that show from which page it comes.
#[derive(Clone, Copy)]
pub(crate) struct Sender<'r> {
    pub(crate) method: &'r Method,
    pub(crate) uri: &'r Uri,
    pub(crate) headers: &'r HeaderMap,
}

impl Origins {
    /// Returns whether the guard takes the cookies of this request: it only reads, or it comes from a page of the
    /// application or of a trusted origin.
    ///
    /// In the header `Sec-Fetch-Site`, which scripts cannot set, a browser states whether a page of the same origin
    /// sends the request ([Fetch Metadata]). Browsers without this header state the page's origin in `Origin` ([RFC
    /// 6454, section 7]). A request with neither header is refused, since current browsers send at least one of them.
    ///
    /// [Fetch Metadata]: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
    /// [RFC 6454, section 7]: https://www.rfc-editor.org/rfc/rfc6454#section-7
    pub(super) fn admit(&self, sender: Sender<'_>) -> bool {
        if only_reads(sender) {
            return true;
        }
        let (Ok(site), Ok(origin)) = (
            only(sender.headers, &FETCH_SITE),
            only(sender.headers, &header::ORIGIN),
        ) else {
            return false;
        };
        match site.map(HeaderValue::as_bytes) {
            // `none`: the user began it, by the address bar for example.
            Some(b"same-origin" | b"none") => true,
            Some(_) => self.is_trusted(origin),
            None => self.is_trusted(origin) || self.is_own(origin, sender),
        }
    }

    /// Returns whether a response to this request may put tokens into the browser. This is so if [`admit`](Self::admit)
    /// returns `true`, and also if the request has neither `Sec-Fetch-Site` nor `Origin`: such a request is not from a
    /// page, since current browsers send at least one of these headers.
    pub(super) fn admit_login(&self, sender: Sender<'_>) -> bool {
        let headers = sender.headers;
        let says = headers.contains_key(FETCH_SITE) || headers.contains_key(header::ORIGIN);
        !says || self.admit(sender)
    }

    fn is_trusted(&self, origin: Option<&HeaderValue>) -> bool {
        origin.is_some_and(|origin| self.trusted.contains(origin))
    }

    /// Returns whether `origin` is the origin to which the request is sent: `https` with the request's host and port.
    /// `http` is accepted only for loopback hosts, where browsers treat it as secure, or if `plain_http` is set.
    fn is_own(&self, origin: Option<&HeaderValue>, sender: Sender<'_>) -> bool {
        let host = match sender.uri.authority() {
            Some(authority) => Some(authority.as_str().as_bytes()),
            None => match only(sender.headers, &header::HOST) {
                Ok(host) => host.map(HeaderValue::as_bytes),
                Err(Repeated) => None,
            },
        };
        let (Some(origin), Some(host)) = (origin, host) else {
            return false;
        };
        let origin = origin.as_bytes();
        if let Some(place) = origin.strip_prefix(b"https://") {
            return place.eq_ignore_ascii_case(host);
        }
        let place = origin.strip_prefix(b"http://");
        place.is_some_and(|place| {
            place.eq_ignore_ascii_case(host) && (self.plain_http || is_loopback(place))
        })
    }
}

/// The error for a header that a request has several times, although it may have it only once.
struct Repeated;

/// Returns the only value of a header; `None` if the request does not have the header.
fn only<'r>(
    headers: &'r HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'r HeaderValue>, Repeated> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    match values.next() {
        None => Ok(first),
        Some(_) => Err(Repeated),
    }
}

/// Returns whether the request can change nothing, because it has a safe method ([RFC 9110, section 9.2.1]) and does
/// not open a WebSocket, over which a page could send further requests.
///
/// [RFC 9110, section 9.2.1]: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
fn only_reads(sender: Sender<'_>) -> bool {
    // Not `Method::is_safe`: which methods that has depends on the version of `http`.
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE];
    reads.contains(sender.method)
        && !sender.headers.contains_key(header::UPGRADE)
        && !sender.headers.contains_key(header::SEC_WEBSOCKET_KEY)
}

/// Returns whether a host, with a port or without, is this machine.
pub(super) fn is_loopback(place: &[u8]) -> bool {
    let host = match place.strip_prefix(b"[") {
        Some(rest) => rest.split(|byte| *byte == b']').next(),
        None => place.split(|byte| *byte == b':').next(),
    };
    let host = host
        .and_then(|host| str::from_utf8(host).ok())
        .unwrap_or_default();
    let address = host.parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}
