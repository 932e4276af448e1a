//! One request to the application, and its answer.

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

use super::expected::Expected;
use crate::{
    app::App,
    rejection::{RefusalObserver, RejectionKind},
};

/// A request, and what is to come of it.
pub(super) struct Probe {
    pub(super) method: Method,
    /// The path, with a query if there is one.
    pub(super) target: String,
    pub(super) tokens: Vec<String>,
    pub(super) expected: Expected,
    /// Who sends it, as a sentence has it.
    pub(super) words: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// Why the guard refused, if it did: a handler may answer 401 too.
    pub(super) refused: Option<RejectionKind>,
    /// Whether a CORS layer had its hands on it.
    pub(super) is_cors: bool,
}

impl Probe {
    /// Sends the request; `None` when it is none, since its target is no URL.
    ///
    /// A handler that panics counts as one that answered 500: it was let in.
    pub(super) async fn send(&self, app: &App) -> Option<Answer> {
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
        Some(response.map_or_else(Answer::panicked, |response| {
            Answer::of(response, observer.0.get().copied())
        }))
    }
}

impl Answer {
    fn of(response: Response, refused: Option<RejectionKind>) -> Self {
        Self {
            status: response.status(),
            refused,
            is_cors: is_cors(response.headers()),
        }
    }

    /// The status, and whose it is where that is not plain: a handler may refuse too.
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

/// Whether an answer says what other origins may do, or depends on what they ask for.
fn is_cors(headers: &HeaderMap) -> bool {
    let is_varied = headers.get_all(header::VARY).iter().any(|value| {
        let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
        value.contains("access-control-request-")
    });
    let says = |name: &header::HeaderName| name.as_str().starts_with("access-control-");
    is_varied || headers.keys().any(says)
}
