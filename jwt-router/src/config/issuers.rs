//! Other issuers whose tokens are accepted.

use std::sync::Arc;

use crate::{
    auth::Authenticator,
    config::JwtRoutesBuilder,
    http_client::RootCertificates,
    issuer::{Fetcher, Issuers, OidcIssuer},
    problem::ConfigProblem,
};

impl JwtRoutesBuilder {
    /// Accepts the tokens of another issuer too: Keycloak, Auth0, Entra ID, or whoever else speaks
    /// OpenID Connect. See [the guide](crate::guide::issuers).
    ///
    /// Call it once for each. A token goes by its `iss` to the keys of that issuer, and of no other.
    /// A secret is then not required; without one, no tokens can be minted.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemoryStore, OidcIssuer, Secret, entity};
    /// # #[entity(table = "users", key = "subject")]
    /// # #[derive(Clone)]
    /// # struct User { subject: String }
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?) // for tokens of our own, beside
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

    /// The issuers as requests see them.
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
            problems.extend(issuer.unfindable(&self.entities));
            match issuer.trusted(&fetcher) {
                Ok(issuers) => trusted.extend(issuers),
                Err(found) => problems.extend(found),
            }
        }
        Some(Arc::new(Issuers::new(trusted)))
    }

    /// Issuers, or users of theirs, that could be taken for one another.
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
                problems
                    .push(issuer.problem("it is there twice: give it several audiences instead"));
            }
            let entity = issuer.entity_of_bare_subject();
            let mut others = before.filter_map(OidcIssuer::entity_of_bare_subject);
            if entity.is_some_and(|entity| {
                issuer.is_several() || others.any(|other| other.is_same(entity))
            }) {
                problems.push(issuer.problem(
                    "another issuer names the same entity by `sub`, and one's subject may be somebody else's of the other: call `.entity_by_subject::<User>(\"field\")` for both",
                ));
            }
        }
        problems
    }
}
