//! Sends one request to the application.

use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use axum::{body::Body, response::Response};
use http::{HeaderMap, Method, Request, StatusCode, header};
use tower_service::Service as _;

use super::expected::Expectation;
use crate::{
    app::App,
    rejection::{RefusalObserver, RejectionKind},
};

/// A request of the matrix, with the expected response.
pub(super) struct MatrixRequest {
    pub(super) method: Method,
    /// The path, with a query if there is one.
    pub(super) target: String,
    pub(super) tokens: Vec<String>,
    pub(super) expected: Expectation,
    /// Describes the caller in a sentence: `with no token`.
    pub(super) words: String,
}

/// The response to a request of the matrix, with the refusal of the guard.
pub(super) struct MatrixResponse {
    pub(super) status: StatusCode,
    /// The refusal of the guard, if it refused. The status does not show this, since a handler may respond with
    /// 401 too.
    pub(super) refused: Option<RejectionKind>,
    /// Whether the response has headers of a CORS layer.
    pub(super) is_cors: bool,
}

impl MatrixRequest {
    /// Sends the request; returns `None` if its target is not a valid URI.
    ///
    /// A panic of the handler counts as a response with 500: the guard let the caller in.
    pub(super) async fn send(&self, app: &App) -> Option<MatrixResponse> {
        let observer = RefusalObserver(Arc::default());
        let mut request = Request::builder()
            .method(&self.method)
            .uri(&self.target)
            .extension(observer.clone())
            .header(header::CONTENT_TYPE, "application/json");
        for token in &self.tokens {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::empty()).ok()?;
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

    /// Returns the status as a cell of the grid, in parentheses if it is an error that is not the guard's.
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

/// Returns whether the headers are those of a CORS layer: `Access-Control-*`, or a `Vary` on the headers of a
/// preflight request.
fn is_cors(headers: &HeaderMap) -> bool {
    let is_varied = headers.get_all(header::VARY).iter().any(|value| {
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        value.contains("access-control-request-")
    });
    let says = |name: &header::HeaderName| name.as_str().starts_with("access-control-");
    is_varied || headers.keys().any(says)
}
