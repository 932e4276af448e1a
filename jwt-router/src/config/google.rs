//! Google among the settings.

use super::Builder;
use crate::{oauth::google::GoogleBuilder, problem::ConfigProblem};

impl Builder {
    /// Signs in with Google: see [the guide](crate::guide::google).
    ///
    /// The routes of the application then accept the tokens of these logins in the header
    /// `X-Auth-Token` too.
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
}
