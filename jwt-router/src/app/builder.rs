use std::{fmt, panic};

use axum::{Router, extract::Request, response::IntoResponse};
use http::Method;
use tower_service::Service;

use crate::{
    app::{
        App, defaults,
        exceptions::Exception,
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
    location::SourceLocation,
    policy::{Attribute, Requirements, RouteMeta},
    problem::BuildError,
};
use crate::{entity::EntityRef, policy::requirement};

/// Collects what an [`App`] serves: made by [`JwtRoutes::app`] and [`JwtRoutes::app_with`].
#[must_use = "an application does nothing until it is built and served"]
pub struct AppBuilder {
    pub(super) jwt: JwtRoutes,
    pub(super) handlers: Vec<Handler>,
    /// Whether the handlers are all that are registered, and not a list.
    pub(super) is_registry: bool,
    pub(super) states: States,
    pub(super) merged: Vec<Merged>,
    pub(super) exceptions: Vec<Exception>,
    pub(super) services: Vec<IgnoredService>,
    pub(super) locks: Vec<Locked>,
}

/// An annotated handler that is to be mounted.
pub(super) struct Handler {
    pub(super) meta: RouteMeta,
    /// What the attribute demands, and what the defaults of its modules add to that.
    pub(super) requirements: Requirements,
    /// The state that must be supplied.
    pub(super) state: Option<StateType>,
    pub(super) mount: Mount,
    /// The path of another function, where a list names that one.
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
    /// Returns the entities that the route accepts and its arguments hold.
    pub(super) fn entities(&self) -> impl Iterator<Item = EntityRef> {
        let accepted = self.requirements.entity();
        let accepted = accepted
            .into_iter()
            .flat_map(requirement::AcceptedEntities::entities);
        accepted.chain(self.meta.held_entities())
    }
}

/// A service that is open to everybody.
pub(super) struct IgnoredService {
    pub(super) path: String,
    pub(super) location: SourceLocation,
    /// Mounted at its path, once the path is known to be one.
    pub(super) mount: Box<dyn FnOnce(&str) -> Router>,
}

impl AppBuilder {
    pub(crate) fn registered(jwt: &JwtRoutes) -> Self {
        let handlers = inventory::iter::<Registration>
            .into_iter()
            .map(|registration| (registration.0)())
            .map(|route| Handler::new(route.meta, Some(route.state), route.mount));
        let mut handlers: Vec<Handler> = handlers.collect();
        // The linker's order is nobody's; problems are told in the order of the source.
        handlers.sort_by_key(|handler| (handler.meta.file, handler.meta.line));
        Self::new(jwt, handlers, true)
    }

    pub(crate) fn listed<S>(jwt: &JwtRoutes, state: S, routes: Routes<S>) -> Self
    where
        S: Clone + Send + Sync + 'static,
    {
        let handlers = routes.entries.into_iter().map(|route| {
            let state = state.clone();
            let mount = route.mount;
            let mount = move |_: &States, guard| Some(mount(guard, state));
            let mut handler = Handler::new(route.meta, None, Box::new(mount));
            handler.listed_as = route.listed_as;
            handler
        });
        Self::new(jwt, handlers.collect(), false)
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
            locks: Vec::new(),
        }
    }

    /// Supplies the state of the handlers that take `State<S>`, or say `state = S`.
    ///
    /// Call it once for each type. A state that a handler needs and that is not supplied is an
    /// error of [`build`](Self::build).
    pub fn state<S: Clone + Send + Sync + 'static>(mut self, state: S) -> Self {
        self.states.insert(state);
        self
    }

    /// Adds a hand-written router, and guards its every route: whoever calls needs a token.
    ///
    /// Nested routers and services, and custom fallbacks, are guarded too. Its handlers may take
    /// [`G`](crate::G). [`whitelist`](Self::whitelist) and [`ignored`](Self::ignored) make
    /// exceptions.
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

    /// Makes one route of a merged router public: its path stands under the API prefix.
    ///
    /// `path` is the whole path as axum matches it, captures included: `/api/v1/posts/{id}`. It
    /// opens this route and no other. `GET` opens `HEAD` too.
    #[track_caller]
    pub fn whitelist(self, method: Method, path: &str) -> Self {
        let location = here(&format!("whitelist({method}, {path:?})"));
        self.except(Attribute::Whitelist, method, path, location)
    }

    /// Makes one route of a merged router public: its path stands outside the API prefix.
    ///
    /// `path` is the whole path as axum matches it, captures included: `/docs/{*rest}`. It opens
    /// this route and no other. `GET` opens `HEAD` too.
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

    /// Serves a service without a token, at `path` and below it: a folder of static files.
    ///
    /// The path is outside the API prefix. A service at `/`, or above the prefix, does not answer under the prefix.
    /// A guarded route at or below the path is an error of [`build`](Self::build), since the service would answer
    /// other spellings of the route's path.
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

    /// Checks everything that can be known before the first request, and mounts the routes.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with the handler, its file and line, and what to write: see
    /// [`BuildProblem`](crate::BuildProblem).
    pub fn build(mut self) -> Result<App, BuildError> {
        let unlike_defaults = defaults::apply(&mut self.handlers);
        let mut plan = Plan::of(&self);
        plan.problems.extend(unlike_defaults);
        let locks = self.locks.iter();
        plan.problems
            .extend(locks.flat_map(|lock| lock.problems(&plan.policy)));
        if plan.problems.is_empty() {
            self.assemble(plan)
        } else {
            Err(BuildError::new(plan.problems))
        }
    }

    /// Whether there is nothing to serve.
    pub(super) fn is_empty(&self) -> bool {
        self.handlers.is_empty() && self.merged.is_empty() && self.services.is_empty()
    }
}

/// The place of the builder's call in the user's code.
#[track_caller]
fn here(call: &str) -> SourceLocation {
    let caller = panic::Location::caller();
    SourceLocation {
        what: call.to_owned(),
        file: caller.file(),
        line: caller.line(),
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
