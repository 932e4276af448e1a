//! The default bodies: problem details ([RFC 9457]), made when the crate is compiled.
//!
//! [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderValue, header};

use crate::rejection::{Rejection, RejectionKind};

/// One kind's texts, so that its `detail` is written once.
macro_rules! problems {
    ($($kind:ident: $status:literal $title:literal $error:literal $detail:literal;)*) => {
        pub(super) const fn detail(kind: RejectionKind) -> &'static str {
            match kind { $(RejectionKind::$kind => $detail,)* }
        }

        pub(super) const fn body(kind: RejectionKind) -> &'static str {
            match kind {
                $(RejectionKind::$kind => concat!(
                    "{\"type\":\"about:blank\",\"title\":\"", $title,
                    "\",\"status\":", $status,
                    ",\"detail\":\"", $detail,
                    "\",\"error\":\"", $error, "\"}",
                ),)*
            }
        }
    };
}

problems! {
    MissingToken: 401 "Unauthorized" "missing_token" "this route needs a bearer token";
    InvalidRequest: 400 "Bad Request" "invalid_request" "send exactly one bearer token, in one place";
    InvalidToken: 401 "Unauthorized" "invalid_token" "the bearer token is not valid";
    InsufficientScope: 403 "Forbidden" "insufficient_scope" "the bearer token does not give access to this route";
    InsufficientUserAuthentication: 401 "Unauthorized" "insufficient_user_authentication" "this route needs a recent login";
    Unavailable: 503 "Service Unavailable" "unavailable" "the token cannot be checked at the moment";
    Unguarded: 500 "Internal Server Error" "internal" "the request cannot be answered";
}

/// The whole answer, as [`Rejection`] describes it.
pub(super) fn response(rejection: &Rejection) -> Response {
    let mut response = Response::new(Body::from(rejection.problem()));
    *response.status_mut() = rejection.status();
    *response.headers_mut() = headers(rejection);
    response
}

fn headers(rejection: &Rejection) -> HeaderMap {
    // The fourth is the `Content-Length`, which axum adds.
    let mut headers = HeaderMap::with_capacity(4);
    let content_type = HeaderValue::from_static("application/problem+json");
    headers.insert(header::CONTENT_TYPE, content_type);
    super::seal(rejection, &mut headers);
    headers
}
