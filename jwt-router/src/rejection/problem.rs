//! Bodies of rejections: problem details ([RFC 9457]), assembled when the crate is compiled.
//!
//! [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};

/// The status and the texts of one kind of rejection. The macro [`problem_details!`](problem_details) creates
/// it.
#[derive(Debug)]
pub(crate) struct ProblemDetails {
    pub(crate) status: StatusCode,
    /// The name of the kind, in the body of the response and in the log, such as `invalid_token`.
    pub(crate) error: &'static str,
    pub(crate) detail: &'static str,
    /// The whole body of the response, a JSON object of the type `application/problem+json`.
    pub(crate) body: &'static str,
}

/// Creates [`ProblemDetails`] from the name of a [`StatusCode`] constant, the name of the kind, and a sentence
/// that explains the kind to people.
///
/// The macro contains the number and title of each status as literals, because `concat!` accepts nothing else.
macro_rules! problem_details {
    (BAD_REQUEST $error:literal $detail:literal) => {
        problem_details!(BAD_REQUEST 400 "Bad Request" $error $detail)
    };
    (UNAUTHORIZED $error:literal $detail:literal) => {
        problem_details!(UNAUTHORIZED 401 "Unauthorized" $error $detail)
    };
    (FORBIDDEN $error:literal $detail:literal) => {
        problem_details!(FORBIDDEN 403 "Forbidden" $error $detail)
    };
    (NOT_FOUND $error:literal $detail:literal) => {
        problem_details!(NOT_FOUND 404 "Not Found" $error $detail)
    };
    (INTERNAL_SERVER_ERROR $error:literal $detail:literal) => {
        problem_details!(INTERNAL_SERVER_ERROR 500 "Internal Server Error" $error $detail)
    };
    (SERVICE_UNAVAILABLE $error:literal $detail:literal) => {
        problem_details!(SERVICE_UNAVAILABLE 503 "Service Unavailable" $error $detail)
    };
    ($status:ident $code:literal $title:literal $error:literal $detail:literal) => {
        &$crate::rejection::ProblemDetails {
            status: ::http::StatusCode::$status,
            error: $error,
            detail: $detail,
            body: concat!(
                "{\"type\":\"about:blank\",\"title\":\"", $title,
                "\",\"status\":", $code,
                ",\"detail\":\"", $detail,
                "\",\"error\":\"", $error, "\"}",
            ),
        }
    };
}
pub(crate) use problem_details;

impl ProblemDetails {
    /// Returns the response for this kind of rejection: status, body, `Cache-Control: no-store`, and the
    /// challenge, if any.
    #[cfg(feature = "google")]
    pub(crate) fn response(&self, challenge: Option<HeaderValue>) -> Response {
        response(self.status, Body::from(self.body), challenge)
    }
}

/// Returns a response with problem details: status, body, `Cache-Control: no-store`, and the challenge, if any.
pub(super) fn response(status: StatusCode, body: Body, challenge: Option<HeaderValue>) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    // The headers are inserted in place, because a map that is made first would be moved into the response. The map
    // allocates room for six at the first one, and axum adds `Content-Length` as the fourth.
    let headers = response.headers_mut();
    let content_type = const { HeaderValue::from_static("application/problem+json") };
    headers.insert(header::CONTENT_TYPE, content_type);
    let no_store = const { HeaderValue::from_static("no-store") };
    headers.insert(header::CACHE_CONTROL, no_store);
    if let Some(challenge) = challenge {
        headers.insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
