use std::{
    convert::Infallible,
    fmt,
    future::{Ready, ready},
    sync::Arc,
    task::{Context, Poll},
};

use axum::{
    BoxError, Router,
    extract::{Request, connect_info::IntoMakeServiceWithConnectInfo},
    response::{IntoResponse, Response},
    routing::{Route, future::RouteFuture},
    serve::{IncomingStream, Listener},
};
use http_body::Body as HttpBody;
use tower_layer::Layer;
use tower_service::Service;

use crate::{auth::JwtRoutes, entity::EntityRegistry, policy::PolicyTable};

/// The application: every route behind its guard.
///
/// It is served with `axum::serve`, is a tower `Service`, and takes outer layers. It has no way
/// to add a route, so nothing can be added behind the guard.
#[derive(Clone)]
pub struct App {
    pub(super) router: Router,
    pub(super) policy: Arc<PolicyTable>,
    pub(crate) origin: Origin,
}

/// What an application was made of.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) jwt: JwtRoutes,
    /// Every table whose tokens are known.
    pub(crate) entities: Arc<EntityRegistry>,
}

impl App {
    /// Every route with what it demands.
    #[must_use]
    pub fn policy(&self) -> &PolicyTable {
        &self.policy
    }

    /// Returns the `JwtRoutes` of which the application was made, for what mints tokens outside of its
    /// handlers.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, MemoryStore, Secret, prelude::*};
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64 }
    ///
    /// #[protected(GET, "/me", register = false)]
    /// async fn me(_g: G<User>) {}
    ///
    /// let app = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .entity::<User>(MemoryStore::new([User { id: 1 }]))
    ///     .build()?
    ///     .app_with((), routes![me])
    ///     .build()?;
    /// let token = app.jwt().create_token(&User { id: 1 })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn jwt(&self) -> &JwtRoutes {
        &self.origin.jwt
    }

    /// Puts a layer around every route, outside the guards: CORS, tracing, compression.
    ///
    /// A CORS layer answers preflight requests here, without a token, while an `OPTIONS` handler
    /// of your own is guarded like every route.
    #[must_use]
    pub fn layer<L>(self, layer: L) -> Self
    where
        L: Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: Service<Request> + Clone + Send + Sync + 'static,
        <L::Service as Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as Service<Request>>::Error: Into<Infallible> + 'static,
        <L::Service as Service<Request>>::Future: Send + 'static,
    {
        Self {
            router: self.router.layer(layer),
            ..self
        }
    }

    /// The application as an `axum::Router`: the one way out.
    ///
    /// **What is added to this router is not guarded.** Routes that you write by hand belong in
    /// [`AppBuilder::merge`](crate::AppBuilder::merge). This is for mounting the application in a
    /// larger one.
    pub fn into_router(self) -> Router {
        self.router
    }

    /// A make-service that tells handlers the client's address: `ConnectInfo<C>`.
    #[must_use]
    pub fn into_make_service_with_connect_info<C>(
        self,
    ) -> IntoMakeServiceWithConnectInfo<Router, C> {
        self.router.into_make_service_with_connect_info()
    }
}

impl<B> Service<http::Request<B>> for App
where
    B: HttpBody<Data = axum::body::Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = RouteFuture<Infallible>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        self.router.call(request)
    }
}

/// For `axum::serve(listener, app)`.
impl<L: Listener> Service<IncomingStream<'_, L>> for App {
    type Response = Self;
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _stream: IncomingStream<'_, L>) -> Self::Future {
        ready(Ok(self.clone()))
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("routes", &self.policy.routes().len())
            .field("entities", &self.origin.entities)
            .finish_non_exhaustive()
    }
}
