//! Sends the requests of the test matrix to the application.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use axum::{body::Body, response::Response};
use http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use tower_service::Service as _;

use super::expected::Expectation;
use crate::{
    app::App,
    rejection::{RefusalObserver, RejectionKind},
};

/// A request of the test matrix, with the response that the policy requires.
pub(super) struct MatrixRequest {
    pub(super) method: Method,
    /// The path of the request, followed by a query if the request has one.
    pub(super) target: String,
    /// The tokens, each in a header `Authorization` of its own.
    pub(super) tokens: Vec<String>,
    /// The headers of the request besides `Authorization` and `Content-Type`, such as `Cookie`.
    pub(super) headers: Vec<(HeaderName, String)>,
    /// The body of the request, which is JSON or empty.
    pub(super) body: String,
    pub(super) expected: Expectation,
    /// The description of the caller, in words that follow the route in a sentence, such as `with no token`.
    pub(super) words: String,
}

/// The response to a request of the test matrix, and whether the guard refused the request.
pub(super) struct MatrixResponse {
    pub(super) status: StatusCode,
    /// The kind of refusal; `None` if the guard let the request through. The status cannot show this, because a
    /// handler may respond with 401 too.
    pub(super) refused: Option<RejectionKind>,
    /// Whether the response has headers that a CORS layer sets.
    pub(super) is_cors: bool,
}

impl MatrixRequest {
    /// Sends the request to the application, and returns the response; `None` if the target of the request is not
    /// a valid URI.
    ///
    /// If the handler panics, the response is a 500 that does not come from the guard, because the guard has let
    /// the caller in.
    pub(super) async fn send(&self, app: &App) -> Option<MatrixResponse> {
        let observer = RefusalObserver(Arc::default());
        let mut request = Request::builder()
            .method(&self.method)
            .uri(&self.target)
            .extension(observer.clone())
            .header(header::CONTENT_TYPE, "application/json");
        for token in &self.tokens {
            request = request.header(
                header::AUTHORIZATION,
                format!("{} {token}", app.jwt().scheme()),
            );
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body.clone())).ok()?;
        let mut answer = pin!(app.clone().call(request));
        let response = poll_fn(|context| {
            let polled = catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
            match polled {
                Ok(Poll::Pending) => Poll::Pending,
                Ok(Poll::Ready(Ok(response))) => Poll::Ready(Some(response)),
                Err(_) => Poll::Ready(None),
            }
        });
        let response = response.await;
        Some(response.map_or_else(MatrixResponse::panicked, |response| {
            MatrixResponse::of(response, observer.0.get().copied())
        }))
    }
}

impl MatrixResponse {
    fn of(response: Response, refused: Option<RejectionKind>) -> Self {
        Self {
            status: response.status(),
            refused,
            is_cors: is_cors(response.headers()),
        }
    }

    /// Returns the status as the text of a cell in the printed grid. An error status that did not come from the
    /// guard is in parentheses, such as `(404)`, except for 405, which the router itself sends.
    pub(super) fn shown(&self) -> String {
        let status = self.status.as_u16();
        let is_bare = self.refused.is_some() || self.status == StatusCode::METHOD_NOT_ALLOWED;
        if status < 400 || is_bare {
            status.to_string()
        } else {
            format!("({status})")
        }
    }

    const fn panicked() -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            refused: None,
            is_cors: false,
        }
    }
}

/// Returns whether the response has a header that a CORS layer sets: `Access-Control-*`, or a `Vary` that names
/// the headers of a preflight request.
fn is_cors(headers: &HeaderMap) -> bool {
    let is_varied = headers.get_all(header::VARY).iter().any(|value| {
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        value.contains("access-control-request-")
    });
    let says = |name: &HeaderName| name.as_str().starts_with("access-control-");
    is_varied || headers.keys().any(says)
}
