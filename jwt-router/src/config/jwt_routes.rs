//! The constructors of the builder of a [`JwtRoutes`].

use crate::{auth::JwtRoutes, config::JwtRoutesBuilder, problem::ConfigError};

impl JwtRoutes {
    /// Returns a builder with the default configuration: see [`JwtRoutesBuilder`] for an example.
    pub fn builder() -> JwtRoutesBuilder {
        JwtRoutesBuilder::new()
    }

    /// Returns a builder that is configured by environment variables: see
    /// [the list](crate::guide::configuration).
    ///
    /// # Errors
    ///
    /// Returns an error that names every `JWT_ROUTER_` variable that is unknown and every one with a bad value. A
    /// missing secret is an error of [`JwtRoutesBuilder::build`], so that code can still set one.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use jwt_router::JwtRoutes;
    ///
    /// let jwt = JwtRoutes::from_env()?.api_name("/api/v1").build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_env() -> Result<JwtRoutesBuilder, ConfigError> {
        JwtRoutesBuilder::from_vars(std::env::vars_os())
    }
}
