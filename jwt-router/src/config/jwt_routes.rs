//! The methods of [`JwtRoutes`] that return a builder.

use crate::{auth::JwtRoutes, config::JwtRoutesBuilder, problem::ConfigError};

impl JwtRoutes {
    /// Returns a builder with the default configuration. [`JwtRoutesBuilder`] has an example.
    pub fn builder() -> JwtRoutesBuilder {
        JwtRoutesBuilder::new()
    }

    /// Returns a builder that is configured by environment variables. [The guide](crate::guide::configuration)
    /// lists them.
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
