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

    /// Returns a problem for each other issuer whose tokens identify an entity by one claim alone, without the
    /// issuer, if Google's accounts identify entities of the same type.
    ///
    /// Google's accounts are identified by their e-mail address or account number. Another issuer verifies e-mail
    /// addresses by rules of its own, and a claim of its tokens may have the value that belongs to another user at
    /// Google.
    pub(super) fn issuers_confusable_with_google(&self) -> Vec<ConfigProblem> {
        let Some(google) = &self.google else {
            return Vec::new();
        };
        let entities: Vec<_> = google.entities().collect();
        let issuers = self.issuers.iter().filter_map(|issuer| {
            let claim = issuer.confusable_claim(&entities, google.issuer_names())?;
            let name = google.issuer_names().first();
            let advice = if issuer.is_named_as(google.issuer_names()) {
                "call `.entity_by(\"sub\", ..)` with the field of `.linked(..)`".to_owned()
            } else {
                format!("call `.entity_by_subject(..)`, or `.same_users_as({name:?})` if the two share their users")
            };
            Some(issuer.problem(format!(
                "it names the same entity by `{claim}` as `.google(..)` does by the e-mail address, and a value at one may be another user's at the other: {advice}",
            )))
        });
        issuers.collect()
    }

    /// Returns whether sign-in with Google is configured, and `issuer` is the name of Google as an issuer.
    pub(super) fn is_google(&self, issuer: &str) -> bool {
        let google = self.google.as_ref();
        google.is_some_and(|google| google.issuer_names().contains(issuer))
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
