use axum::{http::HeaderMap, response::Response};

/// A response with its whole body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Reads the body.
    pub async fn read(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("the body comes to its end");
        Self {
            status: head.status.as_u16(),
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// Returns the only value of a header; `""` if the header is missing.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        match values.as_slice() {
            [] => "",
            [value] => value.to_str().expect("the header is text"),
            several => panic!("the header `{name}` is there {} times", several.len()),
        }
    }

    /// Asserts the status and the body of a handler's response.
    #[track_caller]
    pub fn is(&self, status: u16, body: &str) {
        assert_eq!((self.status, self.body.as_str()), (status, body));
    }

    /// Asserts that this is exactly the refusal, with all headers, so that it reflects nothing of the request.
    #[track_caller]
    pub fn is_refused(&self, refusal: Refusal) {
        let (status, challenge, body) = refusal.parts();
        assert_eq!((self.status, self.body.as_str()), (status, body));
        self.has_headers_of(refusal, challenge, body);
    }

    /// Asserts the same as [`is_refused`](Self::is_refused), with a challenge that names the route's
    /// requirements.
    #[track_caller]
    pub fn is_refused_with(&self, refusal: Refusal, challenge: &str) {
        let (status, _, body) = refusal.parts();
        assert_eq!((self.status, self.body.as_str()), (status, body));
        self.has_headers_of(refusal, challenge, body);
    }

    /// Asserts the same as [`is_refused`](Self::is_refused) for a `HEAD` request, whose response has no body.
    #[track_caller]
    pub fn is_refused_without_body(&self, refusal: Refusal) {
        let (status, challenge, body) = refusal.parts();
        assert_eq!((self.status, self.body.as_str()), (status, ""));
        self.has_headers_of(refusal, challenge, body);
    }

    #[track_caller]
    fn has_headers_of(&self, refusal: Refusal, challenge: &str, body: &str) {
        let mut expected = vec![
            ("cache-control", "no-store".to_owned()),
            ("content-type", "application/problem+json".to_owned()),
        ];
        if !challenge.is_empty() {
            expected.push(("www-authenticate", challenge.to_owned()));
        }
        // axum adds these headers: `Content-Length` not always, and `Allow` to a 405.
        let length = self.header("content-length");
        assert!(length.is_empty() || length == body.len().to_string());
        let is_added = |name: &str| name == "content-length" || name == "allow";
        let mut headers: Vec<(&str, String)> = self
            .headers
            .iter()
            .filter(|(name, _)| !is_added(name.as_str()))
            .map(|(name, value)| {
                (
                    name.as_str(),
                    String::from_utf8_lossy(value.as_bytes()).into(),
                )
            })
            .collect();
        headers.sort();
        assert_eq!(headers, expected, "{refusal:?}");
    }
}

/// The refusals that a client can get, each with one uniform response.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "the tests name them all")]
pub enum Refusal {
    /// 401 without credentials.
    NoToken,
    /// 400: several tokens, or a malformed header.
    BadRequest,
    /// 401 with a token that is not valid.
    BadToken,
    /// 403: a valid token that does not meet the route's requirements.
    Forbidden,
    /// 401: a valid token of a login that is too old or too weak.
    StaleLogin,
    /// 503: a store failed.
    Unavailable,
    /// 500: the store or the predicate panicked.
    Fault,
    /// 500: no guard runs before the handler.
    Unguarded,
}

impl Refusal {
    /// Returns the status, the challenge and the body (RFC 6750, section 3; RFC 9457).
    #[must_use]
    pub const fn parts(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::NoToken => (
                401,
                "Bearer",
                r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"this route needs a bearer token","error":"missing_token"}"#,
            ),
            Self::BadRequest => (
                400,
                r#"Bearer error="invalid_request""#,
                r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"send exactly one bearer token, in one place","error":"invalid_request"}"#,
            ),
            Self::BadToken => (
                401,
                r#"Bearer error="invalid_token""#,
                r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"the bearer token is not valid","error":"invalid_token"}"#,
            ),
            Self::Forbidden => (
                403,
                r#"Bearer error="insufficient_scope""#,
                r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"the bearer token does not give access to this route","error":"insufficient_scope"}"#,
            ),
            Self::StaleLogin => (
                401,
                r#"Bearer error="insufficient_user_authentication", error_description="this route needs a more recent or a stronger login""#,
                r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"this route needs a more recent or a stronger login","error":"insufficient_user_authentication"}"#,
            ),
            Self::Unavailable => (
                503,
                "",
                r#"{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"the token cannot be checked at the moment","error":"unavailable"}"#,
            ),
            Self::Fault => (
                500,
                "",
                r#"{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"the request cannot be authorized because of a fault in the server","error":"internal"}"#,
            ),
            Self::Unguarded => (
                500,
                "",
                r#"{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"the request cannot be answered","error":"internal"}"#,
            ),
        }
    }
}
