use std::convert::Infallible;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use tower::{Service, ServiceExt as _};

use crate::Answer;

/// Returns a request without a body.
#[must_use]
#[track_caller]
pub fn request(method: &str, target: &str) -> Request {
    Request::builder()
        .method(method)
        .uri(target)
        .body(Body::empty())
        .expect("the request is well formed")
}

/// Returns a `GET` request.
#[must_use]
#[track_caller]
pub fn get(target: &str) -> Request {
    request("GET", target)
}

/// Runs a future to its end on this thread.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime starts")
        .block_on(future)
}

/// Methods that complete a request and send it.
pub trait RequestExt: Sized {
    /// Adds a header, and keeps headers of the same name.
    #[must_use]
    fn with(self, name: &'static str, value: &[u8]) -> Self;

    /// Adds `Authorization: Bearer <token>`.
    #[must_use]
    fn bearer(self, token: &str) -> Self {
        self.with(
            header::AUTHORIZATION.as_str(),
            format!("Bearer {token}").as_bytes(),
        )
    }

    /// Sets a JSON body.
    #[must_use]
    fn json(self, body: &str) -> Self;

    /// Sends the request, and reads the whole response, on a new runtime.
    fn to<S>(self, app: &S) -> Answer
    where
        S: Service<Request, Response = Response, Error = Infallible> + Clone,
    {
        block_on(self.sent_to(app))
    }

    /// Sends the request, and reads the whole response, on the current runtime.
    fn sent_to<S>(self, app: &S) -> impl Future<Output = Answer>
    where
        S: Service<Request, Response = Response, Error = Infallible> + Clone;
}

impl RequestExt for Request {
    #[track_caller]
    fn with(mut self, name: &'static str, value: &[u8]) -> Self {
        let value = HeaderValue::from_bytes(value).expect("the header's value is well formed");
        self.headers_mut()
            .append(HeaderName::from_static(name), value);
        self
    }

    fn json(self, body: &str) -> Self {
        self.map(|_| Body::from(body.to_owned()))
            .with("content-type", b"application/json")
    }

    async fn sent_to<S>(self, app: &S) -> Answer
    where
        S: Service<Self, Response = Response, Error = Infallible> + Clone,
    {
        match app.clone().oneshot(self).await {
            Ok(response) => Answer::read(response).await,
            Err(never) => match never {},
        }
    }
}
