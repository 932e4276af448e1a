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

/// The application, ready to be served: all routes, each behind its guard.
///
/// `axum::serve` serves an `App`, which is also a tower `Service`, and [`layer`](Self::layer) adds outer layers. An
/// `App` has no method that adds a route, so no code can add a route without a guard.
#[derive(Clone)]
pub struct App {
    pub(super) router: Router,
    pub(super) policy: Arc<PolicyTable>,
    pub(crate) origin: Origin,
}

/// The values from which an application was built. The helpers of the module `testing` read them.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) jwt: JwtRoutes,
    /// The entities whose tokens the application accepts, with their stores.
    pub(crate) entities: Arc<EntityRegistry>,
}

impl App {
    /// Returns the policy table: every route with its access and its requirements.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::prelude::*;
    ///
    /// #[whitelist(GET, register = false)]
    /// async fn hello() -> &'static str { "hello" }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app_with((), routes![hello]).build()?;
    /// assert_eq!(app.policy().routes().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn policy(&self) -> &PolicyTable {
        &self.policy
    }

    /// Returns the `JwtRoutes` from which the application was built, for code outside of handlers that mints
    /// tokens.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::prelude::*;
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

    /// Adds a layer around all routes, which runs before the guards, for CORS, tracing or compression.
    ///
    /// A CORS layer that is added here responds to preflight requests before a guard requires a token. An
    /// `OPTIONS` handler of your own is guarded like every route.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::{extract::Request, middleware::{Next, from_fn}};
    /// use jwt_router::prelude::*;
    ///
    /// #[whitelist(GET, register = false)]
    /// async fn hello() -> &'static str { "hello" }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app_with((), routes![hello]).build()?;
    /// let app = app.layer(from_fn(|request: Request, next: Next| async {
    ///     println!("{} {}", request.method(), request.uri().path());
    ///     next.run(request).await
    /// }));
    /// # drop(app);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Converts the application into an `axum::Router`, to mount it in a larger application.
    ///
    /// **Routes that are added to this router are not guarded.** Add hand-written routes with
    /// [`AppBuilder::merge`](crate::AppBuilder::merge) instead.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::prelude::*;
    /// # #[whitelist(GET, register = false)]
    /// # async fn hello() -> &'static str { "hello" }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// # let app = jwt.app_with((), routes![hello]).build()?;
    /// let larger = axum::Router::new().nest("/shop", app.into_router());
    /// # let _: axum::Router = larger;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_router(self) -> Router {
        self.router
    }

    /// Converts the application into a make-service that provides handlers with the client's address, as
    /// `ConnectInfo<C>`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::net::SocketAddr;
    /// # use jwt_router::App;
    /// # async fn serve(app: App, listener: tokio::net::TcpListener) -> std::io::Result<()> {
    /// axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await
    /// # }
    /// ```
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

/// Lets `axum::serve(listener, app)` take an [`App`] directly.
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
