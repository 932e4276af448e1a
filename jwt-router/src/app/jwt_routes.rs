//! The methods of [`JwtRoutes`] that start to build an application.

use crate::{app::AppBuilder, auth::JwtRoutes, endpoint::Routes};

impl JwtRoutes {
    /// Returns a builder for an application with every annotated handler in the program.
    ///
    /// [`AppBuilder::merge`] has an example.
    pub fn app(&self) -> AppBuilder {
        AppBuilder::registered(self)
    }

    /// Returns a builder for an application that has only the handlers of a [`routes!`](crate::routes) list.
    ///
    /// A handler that takes another state than `state` is a compile error.
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
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn app_with<S>(&self, state: S, routes: Routes<S>) -> AppBuilder
    where
        S: Clone + Send + Sync + 'static,
    {
        AppBuilder::listed(self, state, routes)
    }
}
