//! The builder's settings for other issuers, whose tokens the application accepts.

use std::sync::Arc;

use crate::{
    auth::Authenticator,
    config::JwtRoutesBuilder,
    http_client::RootCertificates,
    issuer::{Fetcher, Issuers, OidcIssuer},
    problem::ConfigProblem,
};

impl JwtRoutesBuilder {
    /// Adds another issuer whose tokens the application accepts: Keycloak, Auth0, Entra ID, or another OpenID
    /// Connect server. See [the guide](crate::guide::issuers).
    ///
    /// Call it once for each issuer. A token is verified only with the keys of the issuer that its claim `iss`
    /// names. With an issuer, a secret is optional; without one, the application cannot mint tokens.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemoryStore, OidcIssuer, Secret, entity};
    /// # #[entity(table = "users", key = "subject")]
    /// # #[derive(Clone)]
    /// # struct User { subject: String }
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?) // for tokens that this application mints
    ///     .entity::<User>(MemoryStore::new([]))
    ///     .issuer_of(
    ///         OidcIssuer::discover("https://tenant.eu.auth0.com/")
    ///             .audience("https://api.example.com")
    ///             .entity::<User>("sub"),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn issuer_of(mut self, issuer: OidcIssuer) -> Self {
        self.issuers.push(issuer);
        self
    }

    /// Returns the authenticator that verifies the tokens of all other issuers; `None` if no issuer is
    /// configured, or one has a problem.
    pub(super) fn trusted_issuers(
        &self,
        problems: &mut Vec<ConfigProblem>,
    ) -> Option<Arc<dyn Authenticator>> {
        let first = self.issuers.first()?;
        problems.extend(self.confusable_issuers());
        let fetcher = match Fetcher::new(&RootCertificates::default()) {
            Ok(fetcher) => fetcher,
            Err(error) => {
                problems.push(first.problem(error.to_string()));
                return None;
            }
        };
        let mut trusted = Vec::new();
        for issuer in &self.issuers {
            match issuer.trusted(&fetcher) {
                Ok(issuers) => trusted.extend(issuers),
                Err(found) => problems.extend(found),
            }
        }
        Some(Arc::new(Issuers::new(trusted)))
    }

    /// Returns a problem for each pair of issuers for which the issuer or the user of a token could be
    /// confused.
    fn confusable_issuers(&self) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        for (position, issuer) in self.issuers.iter().enumerate() {
            let before = self.issuers.iter().take(position);
            let own = self.issuer.as_deref();
            if issuer.names().any(|name| own == Some(name)) {
                problems.push(issuer.problem(
                    "it is your own `.issuer(..)`: your tokens are verified with your own key",
                ));
            }
            let mut known = before.clone().flat_map(OidcIssuer::names);
            if known.any(|known| issuer.names().any(|name| name == known)) || issuer.repeats_name()
            {
                problems.push(
                    issuer.problem("it is configured twice: give it several audiences instead"),
                );
            }
            if issuer.is_confusable_in_itself() {
                problems.push(issuer.problem(
                    "its tenants name the same entity by one claim, and a value at one may be another user's at the other: call `.entity_by_subject(..)`",
                ));
            }
            if let Some(other) = before
                .clone()
                .find(|other| issuer.is_confusable_with(other))
            {
                let (own, theirs) = (issuer.entity_claim(), other.entity_claim());
                let name = other.name();
                problems.push(issuer.problem(format!(
                    "it names the same entity by `{own}` as `{name}` does by `{theirs}`, and a value at one may be another user's at the other: call `.entity_by_subject(..)` for both, or `.same_users_as({name:?})` if the two share their users",
                )));
            }
            for other in issuer.others_with_same_users() {
                let has_name = |known: &OidcIssuer| known.names().any(|name| name == other);
                if has_name(issuer) || !self.issuers.iter().any(has_name) {
                    problems.push(issuer.problem(format!(
                        "`.same_users_as({other:?})` names no other issuer: write its name as `.issuer_of(..)` has it"
                    )));
                }
            }
        }
        problems
    }
}
