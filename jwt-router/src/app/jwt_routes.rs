//! Where an application of a [`JwtRoutes`] begins.

use crate::{app::AppBuilder, auth::JwtRoutes, endpoint::Routes};

impl JwtRoutes {
    /// An application of every annotated handler that is linked into this program.
    pub fn app(&self) -> AppBuilder {
        AppBuilder::registered(self)
    }

    /// An application of the handlers in a [`routes!`](crate::routes) list, and of no others.
    ///
    /// Every handler must be callable with `state`; one that is not is a compile error.
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
