//! The builder's setting for sign-in with Google.

use std::sync::Arc;

use super::JwtRoutesBuilder;
use crate::{
    auth::Authenticator,
    oauth::google::GoogleBuilder,
    problem::{ConfigError, ConfigProblem},
};

impl JwtRoutesBuilder {
    /// Configures sign-in with Google. [The guide](crate::guide::google) describes it, with an example.
    ///
    /// Guarded routes then also accept tokens in the header `X-Auth-Token`.
    pub fn google(mut self, google: GoogleBuilder) -> Self {
        if self.google.replace(google).is_some() {
            self.problems.push(ConfigProblem::Provider {
                provider: "Google",
                reason: "it is configured twice: give one of them all the entities".to_owned(),
            });
        }
        self
    }

    pub(super) fn google_problems(&self) -> Vec<ConfigProblem> {
        let google = self.google.as_ref();
        google.map_or_else(Vec::new, |google| {
            google.problems(&self.entities, self.has_secret() || !self.has_issuers())
        })
    }

    /// Returns the authenticator that verifies the tokens of logins with Google; `None` if Google is not
    /// configured.
    pub(super) fn google_authenticator(
        &mut self,
    ) -> Result<Option<Arc<dyn Authenticator>>, ConfigError> {
        let Some(google) = self.google.take() else {
            return Ok(None);
        };
        match google.build(self.secret.as_ref()) {
            Ok(google) => Ok(Some(Arc::new(google))),
            Err(problem) => Err(ConfigError::new(vec![problem])),
        }
    }
}
