//! Begins an application of a [`JwtRoutes`].

use crate::{app::AppBuilder, auth::JwtRoutes, endpoint::Routes};

impl JwtRoutes {
    /// Returns a builder for an application with every annotated handler that is linked into this program.
    ///
    /// The example of [`AppBuilder::merge`] uses it.
    pub fn app(&self) -> AppBuilder {
        AppBuilder::registered(self)
    }

    /// Returns a builder for an application with the handlers of a [`routes!`](crate::routes) list only.
    ///
    /// A handler that cannot be called with `state` is a compile error.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, Secret, prelude::*};
    ///
    /// #[whitelist(GET, register = false)]
    /// async fn hello() -> &'static str { "hello" }
    ///
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let app = jwt.app_with((), routes![hello]).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn app_with<S>(&self, state: S, routes: Routes<S>) -> AppBuilder
    where
        S: Clone + Send + Sync + 'static,
    {
        AppBuilder::listed(self, state, routes)
    }
}
