//! Where the configuration of a [`JwtRoutes`] begins.

use crate::{auth::JwtRoutes, config::JwtRoutesBuilder, problem::ConfigError};

impl JwtRoutes {
    /// Configures a `JwtRoutes` in code.
    pub fn builder() -> JwtRoutesBuilder {
        JwtRoutesBuilder::new()
    }

    /// Configures a `JwtRoutes` from the environment: see [the variables](crate::guide::configuration).
    ///
    /// # Errors
    ///
    /// Every variable that is unknown or has a bad value, at once. A missing secret is an error of
    /// [`JwtRoutesBuilder::build`], so that one can still be given in code.
    pub fn from_env() -> Result<JwtRoutesBuilder, ConfigError> {
        JwtRoutesBuilder::from_vars(std::env::vars_os())
    }
}
