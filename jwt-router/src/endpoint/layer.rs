//! Guards the services of hand-written `axum::Router`s with a tower layer.

use std::{
    collections::HashMap,
    convert::Infallible,
    fmt,
    future::{self, Ready},
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{
    extract::{MatchedPath, Request},
    response::{IntoResponse, Response},
};
use http::Method;
use tower_layer::Layer;
use tower_service::Service;

use super::{
    Admitted, OtherRoutes,
    entering::{Entering, Stage},
};
use crate::{
    auth::{Head, RouteGuard},
    policy::Attribute,
};

/// The public services of a hand-written router, each with the methods for which it is public.
///
/// The key is the service's number and not its path, because the path changes if the application is nested in a larger
/// one (SECURITY.md, rule 1).
pub(crate) type PublicServices = HashMap<ServiceNumber, Vec<PublicMethod>>;

/// A method for which a service of a hand-written router is public.
pub(crate) struct PublicMethod {
    pub(crate) method: Method,
    /// The builder call that made the service public, `.whitelist(..)` or `.ignored(..)`, if the service's path
    /// has captures; otherwise `None`.
    ///
    /// A path with captures may also match another spelling of a guarded route's path, such as a percent-encoded
    /// one. The service stays guarded for requests with such a spelling, and after `.ignored(..)`, also for
    /// requests under the API prefix.
    pub(crate) pattern: Option<Attribute>,
}

/// What a [`GuardLayer`] needs to let requests pass: which services of its hand-written router are public, and the
/// other routes of the application. With the latter, it finds requests whose path is another spelling of a guarded
/// route's path, such as a percent-encoded one. The guard checks these requests, even if a public service gets them.
struct Opened {
    services: PublicServices,
    others: Arc<dyn OtherRoutes>,
}

/// Identifies a service of a hand-written router: the number of services to which axum applied the router's
/// [`GuardLayer`] before.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct ServiceNumber(usize);

/// The tower layer that guards every service of a hand-written `axum::Router`, except the public ones.
///
/// axum calls [`Layer::layer`] once for each method of a route, and for each service and fallback, so that each gets a
/// [`ServiceNumber`]. The router must have its state already: otherwise, axum would apply the layer anew for each
/// request.
#[derive(Clone)]
pub(crate) struct GuardLayer {
    guard: Arc<RouteGuard>,
    guarded: Arc<AtomicUsize>,
    public: Arc<OnceLock<Opened>>,
}

impl GuardLayer {
    pub(crate) fn new(guard: RouteGuard) -> Self {
        Self {
            guard: Arc::new(guard),
            guarded: Arc::default(),
            public: Arc::default(),
        }
    }

    /// Makes `services` public. Before this call, all services of the router are guarded.
    ///
    /// `others` are the other routes of the application. If the path of a public service has captures, the service
    /// stays guarded for requests with another spelling of the path of a guarded route in `others`, such as a
    /// percent-encoded one.
    pub(crate) fn open(&self, services: PublicServices, others: Arc<dyn OtherRoutes>) {
        // No caller calls this twice; a second call would change nothing.
        self.public.get_or_init(|| Opened { services, others });
    }
}

impl<S> Layer<S> for GuardLayer {
    type Service = GuardedService<S>;

    fn layer(&self, inner: S) -> GuardedService<S> {
        GuardedService {
            guard: Arc::clone(&self.guard),
            public: Arc::clone(&self.public),
            number: ServiceNumber(self.guarded.fetch_add(1, Ordering::Relaxed)),
            inner,
        }
    }
}

/// The request extension that makes a request a probe. A guarded service responds to a probe with [`ThisService`],
/// which contains its number, and does not run its handler.
///
/// At start-up, a probe finds the number of the service behind each method and path that the program makes public. The
/// service then becomes public by its number. A client cannot send a probe, because clients cannot write the extensions
/// of a request.
#[derive(Clone, Copy)]
pub(crate) struct WhichService;

/// The response extension by which a guarded service identifies itself to a probe, a request with [`WhichService`].
#[derive(Clone)]
pub(crate) struct ThisService {
    pub(crate) number: ServiceNumber,
    pub(crate) path: Option<MatchedPath>,
}

/// A service of a hand-written router, behind the router's guard.
#[derive(Clone)]
pub(crate) struct GuardedService<S> {
    guard: Arc<RouteGuard>,
    public: Arc<OnceLock<Opened>>,
    number: ServiceNumber,
    inner: S,
}

impl<S> GuardedService<S> {
    fn is_public(&self, method: &Method, path: &str) -> bool {
        // HEAD follows GET, as it does in axum.
        let answered = match method {
            &Method::HEAD => &Method::GET,
            method => method,
        };
        let Some(Opened { services, others }) = self.public.get() else {
            return false;
        };
        let mut methods = services.get(&self.number).into_iter().flatten();
        let public = methods.find(|public| public.method == *answered);
        public.is_some_and(|public| {
            let is_other = |attribute| others.have(method, path, attribute);
            !public.pattern.is_some_and(is_other)
        })
    }

    /// Returns the response to a [`WhichService`] probe; `None` for any other request.
    fn introduce(&self, request: &Request) -> Option<Response> {
        request.extensions().get::<WhichService>()?;
        let mut response = Response::default();
        response.extensions_mut().insert(ThisService {
            number: self.number,
            path: request.extensions().get().cloned(),
        });
        Some(response)
    }
}

impl<S> Service<Request> for GuardedService<S>
where
    S: Service<Request, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = Infallible;
    type Future = GuardedFuture<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> GuardedFuture<S::Future> {
        if let Some(response) = self.introduce(&request) {
            return GuardedFuture::answered(response);
        }
        let is_public = self.is_public(request.method(), request.uri().path());
        // `poll_ready` made this instance ready, and a clone may not be: the clone is left in its place.
        let spare = self.inner.clone();
        let inner = std::mem::replace(&mut self.inner, spare);
        if is_public {
            let admitted = Admitted::public(Arc::clone(&self.guard), Head::from(&request));
            return enter(admitted, inner, request);
        }
        match Entering::begin(&self.guard, Head::from(&request)) {
            Err(rejection) => GuardedFuture::answered(rejection.into_response()),
            Ok(Entering(Stage::Admitted(admitted))) => enter(admitted, inner, request),
            Ok(Entering(Stage::Waiting(mut waiting))) => GuardedFuture::Waiting {
                response: Box::pin(async move {
                    match (&mut waiting).await {
                        Ok(admitted) => enter(admitted, inner, request).await,
                        Err(refusal) => {
                            let rejection = waiting.reject(&refusal, Head::from(&request));
                            Ok(rejection.into_response())
                        }
                    }
                }),
            },
        }
    }
}

/// Calls the inner service with a request that the guard admitted.
fn enter<S: Service<Request>>(
    mut admitted: Admitted,
    mut inner: S,
    mut request: Request,
) -> GuardedFuture<S::Future> {
    if let Some(shared) = admitted.share(Head::from(&request)) {
        request.extensions_mut().insert(shared);
    }
    GuardedFuture::Inner {
        response: inner.call(request),
        admitted,
    }
}

/// The result of an axum service. It is always `Ok`, because errors are converted into responses.
pub(super) type ServiceResult = Result<Response, Infallible>;

pin_project_lite::pin_project! {
    /// The future of a request to a guarded service.
    ///
    /// Only `Waiting`, for a request whose caller is not known yet, is boxed, because such a request waits for
    /// another boxed future anyway, such as that of a store. The futures of the other variants are polled in
    /// place.
    #[project = GuardedProjection]
    pub(crate) enum GuardedFuture<F> {
        Answered { response: Ready<ServiceResult> },
        Waiting { response: Pin<Box<dyn Future<Output = ServiceResult> + Send>> },
        Inner { #[pin] response: F, admitted: Admitted },
    }
}

impl<F> GuardedFuture<F> {
    fn answered(response: Response) -> Self {
        Self::Answered {
            response: future::ready(Ok(response)),
        }
    }
}

impl<F: Future<Output = ServiceResult>> Future for GuardedFuture<F> {
    type Output = ServiceResult;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<ServiceResult> {
        match self.project() {
            GuardedProjection::Answered { response } => Pin::new(response).poll(context),
            GuardedProjection::Waiting { response } => response.as_mut().poll(context),
            GuardedProjection::Inner { response, admitted } => {
                let response = ready!(response.poll(context));
                Poll::Ready(response.map(|response| admitted.finish(response)))
            }
        }
    }
}

impl fmt::Debug for GuardLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardLayer")
            .field("guard", &self.guard)
            .finish_non_exhaustive()
    }
}
