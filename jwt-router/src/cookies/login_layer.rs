//! Refuses logins that a page of another origin sends, so that no user is logged in as an attacker without noticing
//! it (login cross-site request forgery).

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    extract::{MatchedPath, Request},
    response::{IntoResponse as _, Response},
};
use http::Method;
use tower_layer::Layer;
use tower_service::Service;

use super::{SessionCookies, origins::Sender};
use crate::rejection::{Rejection, RejectionFormat, RejectionKind};

/// The tower layer around all routes of an application with cookies. It replaces a response that sets the cookies by a
/// refusal if the request comes from a page of another origin. The handler has run by then, and its effects remain.
///
/// The layer is not part of the guard, since a login is a public route, which may have no guard. It recognizes a login
/// by the `Set-Cookie` headers of the response, which no other layer loses.
#[derive(Clone)]
pub(crate) struct LoginLayer(Arc<Settings>);

struct Settings {
    cookies: SessionCookies,
    /// The configured form of a refusal; `None` for the default.
    format: Option<Arc<RejectionFormat>>,
}

/// The parts of a request from a page of another origin that are needed to refuse a response which sets the cookies.
struct Refusing {
    settings: Arc<Settings>,
    method: Method,
    path: Option<MatchedPath>,
}

impl LoginLayer {
    pub(crate) fn new(cookies: &SessionCookies, format: Option<&Arc<RejectionFormat>>) -> Self {
        Self(Arc::new(Settings {
            cookies: cookies.clone(),
            format: format.cloned(),
        }))
    }
}

impl<S> Layer<S> for LoginLayer {
    type Service = LoginService<S>;

    fn layer(&self, inner: S) -> LoginService<S> {
        LoginService {
            settings: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A service behind [`LoginLayer`].
#[derive(Clone)]
pub(crate) struct LoginService<S> {
    settings: Arc<Settings>,
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
        let is_own = self.settings.cookies.origins.admit_login(Sender {
            method: request.method(),
            uri: request.uri(),
            headers: request.headers(),
        });
        let refusing = (!is_own).then(|| {
            Box::new(Refusing {
                settings: Arc::clone(&self.settings),
                method: request.method().clone(),
                path: request.extensions().get().cloned(),
            })
        });
        LoginFuture {
            response: self.inner.call(request),
            refusing,
        }
    }
}

pin_project_lite::pin_project! {
    /// The future of a request to a [`LoginService`].
    pub(crate) struct LoginFuture<F> {
        #[pin]
        response: F,
        // For a request from a page of another origin, what replaces a response that sets the cookies.
        refusing: Option<Box<Refusing>>,
    }
}

impl<F: Future<Output = Result<Response, Infallible>>> Future for LoginFuture<F> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let response = ready!(this.response.poll(context));
        Poll::Ready(match this.refusing {
            Some(refusing) => response.map(|response| refusing.judge(response)),
            None => response,
        })
    }
}

impl Refusing {
    /// Returns the response, or a refusal in its place if the response puts a token into the browser.
    fn judge(&self, response: Response) -> Response {
        let Settings { cookies, format } = &*self.settings;
        if !cookies.are_set_by(response.headers()) {
            return response;
        }
        let kind = RejectionKind::CrossOrigin;
        let path = self.path.as_ref().map(MatchedPath::as_str);
        tracing::info!(target: "jwt_router::guard", status = kind.status().as_u16(), code = "cross_origin_login", path, "login refused");
        let rejection = Rejection::new(kind, format.as_ref());
        rejection
            .of_guard("cross_origin_login", &self.method, || self.path.as_ref())
            .into_response()
    }
}
