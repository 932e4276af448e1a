//! Strategies among the settings.

use super::Builder;
use crate::{
    auth::JwtRoutes,
    oauth::{Strategy, StrategyBuilder, google::GoogleBuilder},
    problem::ConfigProblem,
};

impl Builder {
    /// Adds a way to authenticate beside our own bearer tokens: [`Google`](crate::Google).
    ///
    /// The routes of the application then accept its tokens in the header `X-Auth-Token` too.
    pub fn strategy(mut self, strategy: impl StrategyBuilder) -> Self {
        strategy.add_to(&mut self);
        self
    }

    pub(crate) fn add_google(&mut self, google: GoogleBuilder) {
        if self.google.replace(google).is_some() {
            self.problems.push(ConfigProblem::Strategy {
                strategy: "Google",
                reason: "it is configured twice: give one of them all the entities".to_owned(),
            });
        }
    }

    pub(super) fn strategy_problems(&self) -> Vec<ConfigProblem> {
        let google = self.google.as_ref();
        google.map_or_else(Vec::new, |google| {
            google.problems(&self.entities, self.has_secret() || !self.has_issuers())
        })
    }
}

impl JwtRoutes {
    /// The strategy of this type, if it is configured.
    ///
    /// Handlers take it as an argument instead, which is checked when the application is built.
    #[must_use]
    pub fn strategy<T: Strategy>(&self) -> Option<T> {
        T::of(self)
    }
}
