use std::fmt;

use axum::{Router, extract::Request, response::IntoResponse};
use http::Method;
use tower_service::Service;

use crate::{
    app::{
        App, defaults,
        exceptions::Exception,
        fallback::UnmountedFallback,
        locked::Locked,
        merge::{self, Merged},
        plan::Plan,
    },
    auth::JwtRoutes,
    endpoint::{
        Registration, Routes,
        registered::Mount,
        states::{StateType, States},
    },
    location::{SourceLocation, here},
    policy::{Attribute, Requirements, RouteMeta},
    problem::BuildError,
};
use crate::{entity::EntityRef, policy::requirement};

/// A builder for an [`App`]. [`JwtRoutes::app`] and [`JwtRoutes::app_with`] return one.
#[must_use = "an application does nothing until it is built and served"]
pub struct AppBuilder {
    pub(super) jwt: JwtRoutes,
    pub(super) handlers: Vec<Handler>,
    /// Whether the handlers come from the registry of the program, and not from a `routes![..]` list.
    pub(super) is_registry: bool,
    pub(super) states: States,
    pub(super) merged: Vec<Merged>,
    pub(super) exceptions: Vec<Exception>,
    pub(super) services: Vec<IgnoredService>,
    pub(super) fallbacks: Vec<UnmountedFallback>,
    pub(super) locks: Vec<Locked>,
}

/// An annotated handler that the application is going to mount.
pub(super) struct Handler {
    pub(super) meta: RouteMeta,
    /// The requirements of the attribute, combined with the requirements of `defaults!` in the handler's
    /// modules.
    pub(super) requirements: Requirements,
    /// The state that `.state(..)` has to provide; `None` for a handler of a `routes![..]` list, which has its
    /// state already.
    pub(super) state: Option<StateType>,
    pub(super) mount: Mount,
    /// The path of the function that a `routes![..]` list names, if that function is not this handler.
    pub(super) listed_as: Option<&'static str>,
}

impl Handler {
    pub(super) fn new(meta: RouteMeta, state: Option<StateType>, mount: Mount) -> Self {
        Self {
            requirements: meta.requirements.clone(),
            meta,
            state,
            mount,
            listed_as: None,
        }
    }
}

impl Handler {
    /// Returns the entities that the route accepts, and those that arguments of its handler take.
    pub(super) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        let accepted = self.requirements.entity();
        let accepted = accepted
            .into_iter()
            .flat_map(requirement::AcceptedEntities::entities);
        accepted.chain(self.meta.held_entities())
    }
}

/// A public service that `.ignored_service(..)` adds, such as a folder of static files.
pub(super) struct IgnoredService {
    pub(super) path: String,
    pub(super) location: SourceLocation,
    /// The function that returns a router with the service at a path. It is called after the path is checked,
    /// because axum panics on an invalid path.
    pub(super) mount: Box<dyn FnOnce(&str) -> Router>,
}

impl AppBuilder {
    /// Returns a builder with all annotated handlers in the registry of the program.
    pub(crate) fn registered(jwt: &JwtRoutes) -> Self {
        let handlers = inventory::iter::<Registration>
            .into_iter()
            .map(|registration| (registration.0)())
            .map(|route| Handler::new(route.meta, Some(route.state), route.mount));
        let mut handlers: Vec<Handler> = handlers.collect();
        // The order of the registry depends on the linker; problems are reported in the order of the source.
        handlers.sort_by_key(|handler| (handler.meta.file, handler.meta.line));
        Self::new(jwt, handlers, true)
    }

    /// Returns a builder with the handlers of a `routes![..]` list, which all take this state.
    pub(crate) fn listed<S>(jwt: &JwtRoutes, state: S, routes: Routes<S>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        let given = state.clone();
        let handlers = routes.entries.into_iter().map(|route| {
            let state = state.clone();
            let mount = route.mount;
            let mount = move |_: &States, guard| Some(mount(guard, state));
            let mut handler = Handler::new(route.meta, None, Box::new(mount));
            handler.listed_as = route.listed_as;
            handler
        });
        let mut app = Self::new(jwt, handlers.collect(), false);
        // A fallback can take the state of the list.
        app.states.insert_of_list(given);
        app
    }

    fn new(jwt: &JwtRoutes, handlers: Vec<Handler>, is_registry: bool) -> Self {
        Self {
            jwt: jwt.clone(),
            handlers,
            is_registry,
            states: States::new(),
            merged: Vec::new(),
            exceptions: Vec::new(),
            services: Vec::new(),
            fallbacks: Vec::new(),
            locks: Vec::new(),
        }
    }

    /// Provides the state of the type `S` for handlers that take `State<S>`, or whose attribute has
    /// `state = S`.
    ///
    /// Call this method once for each type of state. [`build`](Self::build) returns an error if the state of a
    /// handler is missing.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::extract::State;
    /// use jwt_router::prelude::*;
    ///
    /// #[derive(Clone)]
    /// struct Greeting(&'static str);
    ///
    /// #[whitelist(GET)]
    /// async fn hello(State(greeting): State<Greeting>) -> &'static str { greeting.0 }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app().state(Greeting("hello")).build()?;
    /// # drop(app);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn state<S: Clone + Send + Sync + 'static>(mut self, state: S) -> Self {
        self.states.insert(state);
        self
    }

    /// Adds a hand-written router, and guards all of its routes: each needs a valid token.
    ///
    /// Nested routers, nested services and custom fallbacks are guarded too. The router's handlers may take
    /// [`G`](crate::G). Call [`whitelist`](Self::whitelist) or [`ignored`](Self::ignored) to make one of the
    /// routes public.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::{Router, http::Method, routing::get};
    /// # use jwt_router::{JwtRoutes, MemoryStore, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([])).build()?;
    /// let by_hand = Router::new()
    ///     .route("/metrics", get(|| async { "closed" }))
    ///     .route("/health", get(|| async { "open" }));
    /// let app = jwt.app().merge(by_hand).ignored(Method::GET, "/health").build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn merge(mut self, router: Router) -> Self {
        let location = here("merge(..)");
        self.merged.push(Merged { router, location });
        self
    }

    /// Makes one route of a merged router public. The path of the route has to be under the API prefix.
    ///
    /// `path` is the whole path in axum's syntax, with the prefix and the captures, such as
    /// `/api/v1/posts/{id}`. Only this route becomes public. `GET` includes `HEAD`. [`merge`](Self::merge) has
    /// an example with [`ignored`](Self::ignored).
    #[track_caller]
    pub fn whitelist(self, method: Method, path: &str) -> Self {
        let location = here(&format!("whitelist({method}, {path:?})"));
        self.except(Attribute::Whitelist, method, path, location)
    }

    /// Makes one route of a merged router public. The path of the route has to be outside the API prefix.
    ///
    /// `path` is the whole path in axum's syntax, with the captures, such as `/docs/{*rest}`. Only this route
    /// becomes public. `GET` includes `HEAD`. [`merge`](Self::merge) has an example.
    #[track_caller]
    pub fn ignored(self, method: Method, path: &str) -> Self {
        let location = here(&format!("ignored({method}, {path:?})"));
        self.except(Attribute::Ignored, method, path, location)
    }

    fn except(
        mut self,
        like: Attribute,
        method: Method,
        path: &str,
        location: SourceLocation,
    ) -> Self {
        self.exceptions.push(Exception {
            attribute: like,
            method,
            path: path.to_owned(),
            location,
        });
        self
    }

    /// Adds a public service for `path` and all paths below it, such as a folder of static files.
    ///
    /// `path` does not get the API prefix. If the prefix is below `path`, as it is below `/`, the service does not
    /// serve requests under the prefix. [`build`](Self::build) returns an error for a guarded route at or below
    /// `path`, because the service may decode another spelling of the route's path, such as a percent-encoded one,
    /// and serve it without a token.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::prelude::*;
    /// use tower_http::services::ServeDir;
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app_with((), routes![]).ignored_service("/static", ServeDir::new("static")).build()?;
    /// # drop(app);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub fn ignored_service<T>(mut self, path: &str, service: T) -> Self
    where
        T: Service<Request, Error = std::convert::Infallible> + Clone + Send + Sync + 'static,
        T::Response: IntoResponse,
        T::Future: Send + 'static,
    {
        self.services.push(IgnoredService {
            path: path.to_owned(),
            location: here(&format!("ignored_service({path:?}, ..)")),
            mount: Box::new(|path| merge::service_router(path, service)),
        });
        self
    }

    /// Checks the routes, the configuration and the lock files, and mounts the routes.
    ///
    /// # Errors
    ///
    /// Returns every [`BuildProblem`](crate::BuildProblem) at once, each with the handler, its file and line,
    /// and the correction. Only [`Unmergeable`](crate::BuildProblem::Unmergeable), a conflict that only axum can
    /// find, is reported after the other problems are solved.
    #[track_caller]
    pub fn build(mut self) -> Result<App, BuildError> {
        let unlike_defaults = defaults::apply(&mut self.handlers);
        let mut plan = Plan::of(&self);
        plan.problems.extend(unlike_defaults);
        let locks = self.locks.iter();
        plan.problems
            .extend(locks.flat_map(|lock| lock.problems(&plan.policy)));
        if plan.problems.is_empty() {
            self.assemble(plan, here("build()").file)
        } else {
            Err(BuildError::new(plan.problems))
        }
    }

    /// Returns whether nothing was added to the builder, so that the application would have no routes.
    pub(super) fn is_empty(&self) -> bool {
        self.handlers.is_empty() && self.merged.is_empty() && self.services.is_empty()
    }
}

impl fmt::Debug for AppBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppBuilder")
            .field("handlers", &self.handlers.len())
            .field("merged", &self.merged.len())
            .finish_non_exhaustive()
    }
}
