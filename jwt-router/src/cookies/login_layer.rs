//! Refuses logins that a page of another site sends, so that nobody is logged in as the attacker without noticing
//! (login cross-site request forgery).

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use tower_layer::Layer;
use tower_service::Service;

use super::{
    SessionCookies,
    origins::{Origins, Sender},
};
use crate::rejection::{Rejection, RejectionFormat, RejectionKind};

/// The response extension of a login or a refresh: the response puts tokens into the browser's cookies.
#[derive(Clone)]
pub(crate) struct SetsTokens {
    /// The configured form of a refusal; `None` for the default.
    pub(crate) format: Option<Arc<RejectionFormat>>,
}

/// The tower layer around all routes of an application with cookies. It replaces a response that sets them if the
/// request comes from a page of another site.
///
/// It is no part of a guard: a login is a public route, which may have none.
#[derive(Clone)]
pub(crate) struct LoginLayer(Arc<Origins>);

impl LoginLayer {
    pub(crate) fn new(cookies: &SessionCookies) -> Self {
        Self(Arc::new(cookies.origins.clone()))
    }
}

impl<S> Layer<S> for LoginLayer {
    type Service = LoginService<S>;

    fn layer(&self, inner: S) -> LoginService<S> {
        LoginService {
            origins: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A service behind [`LoginLayer`].
#[derive(Clone)]
pub(crate) struct LoginService<S> {
    origins: Arc<Origins>,
    inner: S,
}

impl<S> Service<Request> for LoginService<S>
where
    S: Service<Request, Response = Response, Error = Infallible>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = LoginFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let is_foreign = !self.origins.admit_login(Sender {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
        });
        LoginFuture {
            response: self.inner.call(request),
            is_foreign,
        }
    }
}

pin_project_lite::pin_project! {
    /// The future of a request to a [`LoginService`].
    pub(crate) struct LoginFuture<F> {
        #[pin]
        response: F,
        is_foreign: bool,
    }
}

impl<F: Future<Output = Result<Response, Infallible>>> Future for LoginFuture<F> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.response.poll(context));
        if !*this.is_foreign {
            return Poll::Ready(response);
        }
        Poll::Ready(response.map(|response| match response.extensions().get() {
            Some(SetsTokens { format }) => refused(format.as_ref()),
            None => response,
        }))
    }
}

fn refused(format: Option<&Arc<RejectionFormat>>) -> Response {
    let kind = RejectionKind::CrossOrigin;
    tracing::info!(target: "jwt_router::guard", status = kind.status().as_u16(), code = "cross_origin_login", "login refused");
    Rejection::new(kind, format).into_response()
}
