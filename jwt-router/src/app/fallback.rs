//! Fallbacks of the application, for unknown paths and for wrong methods.

use std::{fmt, sync::Arc};

use axum::{
    Router,
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use crate::{
    app::AppBuilder,
    endpoint::{
        Fallback, FallbackArgs, FallbackFuture, HandlerFn, OtherRoutes, fallback,
        states::StateType, states::States, states_of,
    },
    location::{SourceLocation, here},
    policy::Attribute,
    problem::BuildProblem,
};

/// Which requests a fallback serves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Occasion {
    /// Requests whose path no route has.
    UnknownPath,
    /// Requests whose path a route has, but not with their method.
    WrongMethod,
}

impl Occasion {
    /// Returns the status of the response if the application has no fallback for such requests: 404 or 405.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::UnknownPath => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
        }
    }
}

/// A fallback, before the states of the application are known.
pub(super) struct UnmountedFallback {
    pub(super) occasion: Occasion,
    pub(super) location: SourceLocation,
    states: Vec<StateType>,
    mount: Box<dyn FnOnce(Arc<States>) -> Fallback>,
}

impl AppBuilder {
    /// Sets the handler for requests whose path no route has. Without one, the response is a 404 with an empty body.
    ///
    /// The fallback is **public**, and the policy table and the lock file have it as
    /// `*  404  PUBLIC  fallback(..)`.
    ///
    /// The fallback does not know the caller, so a handler that takes [`G`](crate::G) does not compile. The
    /// handler may take `Uri`, `Method`, `HeaderMap`, `State<T>`, and other types that axum extracts; the last
    /// argument may read the body. `T` is the type of a state that was passed to [`state`](Self::state) or to
    /// [`app_with`](crate::JwtRoutes::app_with). The handler chooses the status of its response.
    ///
    /// For [another spelling](crate::guide::handlers) of a guarded route's path, such as a percent-encoded one, the
    /// fallback is not called, and the response is a 404 with an empty body. A public service at `/` does not serve
    /// requests under the API prefix; those with an unknown path go to the fallback. A merged router with a fallback
    /// of its own conflicts with this one, which is an error of [`build`](Self::build).
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::{Json, http::{StatusCode, Uri}};
    /// use jwt_router::prelude::*;
    /// use serde_json::{Value, json};
    ///
    /// #[ignored(GET, "/health", register = false)]
    /// async fn health() {}
    ///
    /// async fn not_found(uri: Uri) -> (StatusCode, Json<Value>) {
    ///     (StatusCode::NOT_FOUND, Json(json!({ "error": "not_found", "path": uri.path() })))
    /// }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app_with((), routes![health]).fallback(not_found).build()?;
    /// # drop(app);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn fallback<H, A, Via>(self, handler: H) -> Self
    where
        H: HandlerFn<A>,
        A: FallbackArgs<Via>,
        Via: 'static,
    {
        self.fall_back(Occasion::UnknownPath, here("fallback(..)"), handler)
    }

    /// Sets the handler for requests whose path a route has, but not with their method. Without this handler,
    /// the response is a 405 with an empty body.
    ///
    /// This fallback is public, and the policy table has it as
    /// `*  405  PUBLIC  method_not_allowed_fallback(..)`.
    ///
    /// This fallback takes the arguments that a [`fallback`](Self::fallback) takes. For another spelling of a guarded
    /// route's path, it is not called, and the response is a 405 with an empty body. axum adds the header `Allow` to
    /// the response ([RFC 9110, section 15.5.6]). If a merged router has a `method_not_allowed_fallback` of its own,
    /// the routes of that router use the router's fallback, which is called only for requests with a valid token.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::http::{Method, StatusCode};
    /// use jwt_router::prelude::*;
    ///
    /// #[ignored(GET, "/health", register = false)]
    /// async fn health() {}
    ///
    /// async fn wrong_method(method: Method) -> (StatusCode, String) {
    ///     (StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not served here"))
    /// }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt
    ///     .app_with((), routes![health])
    ///     .method_not_allowed_fallback(wrong_method)
    ///     .build()?;
    /// # drop(app);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 9110, section 15.5.6]: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6
    #[track_caller]
    pub fn method_not_allowed_fallback<H, A, Via>(self, handler: H) -> Self
    where
        H: HandlerFn<A>,
        A: FallbackArgs<Via>,
        Via: 'static,
    {
        let location = here("method_not_allowed_fallback(..)");
        self.fall_back(Occasion::WrongMethod, location, handler)
    }

    fn fall_back<H, A, Via>(
        mut self,
        occasion: Occasion,
        location: SourceLocation,
        handler: H,
    ) -> Self
    where
        H: HandlerFn<A>,
        A: FallbackArgs<Via>,
        Via: 'static,
    {
        self.fallbacks.push(UnmountedFallback {
            occasion,
            location,
            states: states_of::<A, Via>(),
            mount: Box::new(|states| fallback(handler, states)),
        });
        self
    }
}

/// Returns a problem for each fallback that is set twice, and for each state that a fallback takes and the
/// application does not provide.
pub(super) fn problems(app: &AppBuilder) -> Vec<BuildProblem> {
    let mut problems = Vec::new();
    for (position, fallback) in app.fallbacks.iter().enumerate() {
        let mut before = app.fallbacks.iter().take(position);
        if let Some(first) = before.find(|first| first.occasion == fallback.occasion) {
            problems.push(BuildProblem::RepeatedFallback {
                first: first.location.clone(),
                second: fallback.location.clone(),
            });
        }
        let missing = fallback.states.iter();
        let missing = missing.filter(|state| !app.states.contains(state.id));
        problems.extend(missing.map(|state| BuildProblem::MissingState {
            handler: fallback.location.clone(),
            state: state.name,
            supplied: app.states.names(),
            advice: "call `.state(..)` with it",
        }));
    }
    problems
}

/// The fallbacks of an application, ready to serve requests.
#[derive(Default)]
pub(super) struct Fallbacks {
    pub(super) unknown_path: Option<Fallback>,
    pub(super) wrong_method: Option<Fallback>,
}

impl Fallbacks {
    pub(super) fn new(
        fallbacks: Vec<UnmountedFallback>,
        states: &Arc<States>,
        others: &Arc<dyn OtherRoutes>,
    ) -> Self {
        let mut mounted = Self::default();
        for fallback in fallbacks {
            let occasion = fallback.occasion;
            let handler = (fallback.mount)(Arc::clone(states));
            let handler = beside_guarded(handler, occasion, Arc::clone(others));
            match occasion {
                Occasion::UnknownPath => mounted.unknown_path = Some(handler),
                Occasion::WrongMethod => mounted.wrong_method = Some(handler),
            }
        }
        mounted
    }
}

impl Fallbacks {
    /// Adds the fallback for unknown paths, if the application has one, to a router into which no other is
    /// merged yet.
    pub(super) fn of_unknown_paths(&self, router: Router) -> Router {
        match &self.unknown_path {
            Some(fallback) => router.fallback(served_by(fallback)),
            None => router,
        }
    }

    /// Adds the fallback for wrong methods, if the application has one, to all routes of a router that have no
    /// such fallback of their own.
    ///
    /// In a merged router, axum's own 405 is behind the guard, which would refuse the request with 401. So if
    /// the application has merged routers but no such fallback, one that responds with a bare 405 is added.
    pub(super) fn of_wrong_methods(&self, router: Router, has_merged: bool) -> Router {
        match &self.wrong_method {
            Some(fallback) => router.method_not_allowed_fallback(served_by(fallback)),
            None if has_merged => {
                router.method_not_allowed_fallback(|| async { bare(Occasion::WrongMethod) })
            }
            None => router,
        }
    }
}

/// Returns a fallback as an axum handler.
fn served_by(fallback: &Fallback) -> impl Fn(Request) -> FallbackFuture + Clone + Send + 'static {
    let fallback = Arc::clone(fallback);
    move |request| fallback(request)
}

/// Wraps a fallback, so that it does not serve a guarded route's path in another spelling (SECURITY.md, Paths).
///
/// A fallback may pass the request on to a file server, for example, which decodes the path.
fn beside_guarded(handler: Fallback, occasion: Occasion, others: Arc<dyn OtherRoutes>) -> Fallback {
    Arc::new(move |request: Request| {
        // The paths under the API prefix are served: an `Attribute::Ignored` would leave them out.
        let attribute = Attribute::Whitelist;
        if others.have(request.method(), request.uri().path(), attribute) {
            return Box::pin(async move { bare(occasion) });
        }
        handler(request)
    })
}

/// Returns the response if the application has no fallback for such requests: a bare 404 or 405.
fn bare(occasion: Occasion) -> Response {
    occasion.status().into_response()
}

impl fmt::Debug for UnmountedFallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UnmountedFallback")
            .field(&self.location)
            .finish()
    }
}
