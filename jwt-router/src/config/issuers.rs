//! The builder's settings for other issuers, whose tokens the application accepts.

use std::sync::Arc;

use crate::{
    auth::Authenticator,
    config::{JwtRoutesBuilder, claim_names},
    http_client::RootCertificates,
    issuer::{Fetcher, IssuerNames, Issuers, OidcIssuer},
    policy::{ClaimSource, OtherClaims, RolesClaim},
    problem::ConfigProblem,
};

impl JwtRoutesBuilder {
    /// Adds another issuer whose tokens the application accepts: Keycloak, Auth0, Entra ID, or another OpenID
    /// Connect server. See [the guide](crate::guide::issuers).
    ///
    /// Call this method once for each issuer. A token is verified only with the keys of the issuer that its claim
    /// `iss` names. An application with another issuer does not need a secret; without one, it cannot mint tokens.
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
    ///     .trusted_issuer(
    ///         OidcIssuer::discover("https://tenant.eu.auth0.com/")
    ///             .audience("https://api.example.com")
    ///             .entity::<User>("sub"),
    ///     )
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn trusted_issuer(mut self, issuer: OidcIssuer) -> Self {
        self.issuers.push(issuer);
        self
    }

    /// Returns the authenticator that verifies the tokens of all other issuers, and, for each issuer, the claims
    /// with scopes and roles in its tokens. The authenticator is `None` if no issuer is configured. Mistakes are
    /// added to `problems`.
    pub(super) fn trusted_issuers(
        &self,
        problems: &mut Vec<ConfigProblem>,
    ) -> (Option<Arc<dyn Authenticator>>, Vec<OtherClaims>) {
        let Some(first) = self.issuers.first() else {
            return (None, Vec::new());
        };
        problems.extend(self.confusable_issuers());
        problems.extend(self.emails_of_google());
        #[cfg(feature = "google")]
        problems.extend(self.issuers_confusable_with_google());
        let fetcher = match Fetcher::new(&RootCertificates::default()) {
            Ok(fetcher) => fetcher,
            Err(error) => {
                problems.push(first.problem(error.to_string()));
                return (None, Vec::new());
            }
        };
        let (mut trusted, mut others) = (Vec::new(), Vec::new());
        for issuer in &self.issuers {
            let source = ClaimSource::new(others.len());
            match claims_of(issuer) {
                Ok(claims) => others.push(claims),
                Err(found) => problems.extend(found),
            }
            match issuer.trusted(&fetcher, source) {
                Ok(issuers) => trusted.extend(issuers),
                Err(found) => problems.extend(found),
            }
        }
        (Some(Arc::new(Issuers::new(trusted))), others)
    }

    /// Returns a problem for each issuer that is Google, if an e-mail address which Google does not administer could
    /// identify an entity.
    fn emails_of_google(&self) -> impl Iterator<Item = ConfigProblem> {
        let google = IssuerNames::google();
        let is_of_google = move |issuer: &&OidcIssuer| {
            issuer.is_named_as(&google) || issuer.names().any(|name| self.is_google(name))
        };
        let issuers = self.issuers.iter().filter(is_of_google);
        let issuers = issuers.filter(|issuer| issuer.finds_any_email());
        issuers.map(|issuer| {
            issuer.problem(
                "its tokens name an entity by `email`, and the address of an account may be one that Google does not administer, so that it belongs to another person: call `.entity_by(\"sub\", ..)` with a field for the account's number; or, for the accounts of your Workspace domain, `.entity_by_where(ClaimCondition::equals(\"hd\", \"example.com\"), \"email\", ..)`",
            )
        })
    }

    /// Returns `false`, because sign-in with Google cannot be configured without the feature `google`.
    #[cfg(not(feature = "google"))]
    #[expect(
        clippy::unused_self,
        reason = "with the feature, it needs the settings"
    )]
    const fn is_google(&self, _issuer: &str) -> bool {
        false
    }

    /// Returns the problems of other issuers whose tokens or users could be confused with those of the application
    /// itself, of another configured issuer, or of another tenant, and of each `same_users_as(..)` that names no
    /// configured issuer.
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
            let mut confusable = before.clone().filter_map(|other| {
                let claims = issuer.confusable_claims(other)?;
                Some((other, claims))
            });
            if let Some((other, (own, theirs))) = confusable.next() {
                let name = other.name();
                let tenants = other.tenants_not_shared_with(issuer);
                let declarations: Vec<String> = tenants
                    .map(|tenant| format!(".same_users_as({tenant:?})"))
                    .collect();
                let declaration = declarations.concat();
                problems.push(issuer.problem(format!(
                    "it names the same entity by `{own}` as `{name}` does by `{theirs}`, and a value at one may be another user's at the other: call `.entity_by_subject(..)` for both, or `{declaration}` if they share their users",
                )));
            }
            for other in issuer.others_with_same_users() {
                let has_name = |known: &OidcIssuer| known.names().any(|name| name == other);
                let is_known = self.issuers.iter().any(has_name) || self.is_google(other);
                if has_name(issuer) || !is_known {
                    problems.push(issuer.problem(format!(
                        "`.same_users_as({other:?})` names no other issuer: write its name as `.trusted_issuer(..)` has it"
                    )));
                }
            }
        }
        problems
    }
}

/// Returns which claims hold the scopes and roles in the tokens of this issuer: only those that the issuer's
/// configuration names.
///
/// The claims of the application's own tokens do not count, because the administrators of another issuer could then
/// give every role of the application to their users.
///
/// # Errors
///
/// Returns a problem for each claim that has no valid name, or that the issuer's tokens use for something else.
fn claims_of(issuer: &OidcIssuer) -> Result<OtherClaims, Vec<ConfigProblem>> {
    let names = claim_names::checked(issuer.scope_setting(), issuer.roles_setting());
    let names = names.map_err(|problems| {
        let problems = problems.into_iter();
        problems
            .map(|problem| issuer.problem(problem.to_string()))
            .collect::<Vec<_>>()
    })?;
    let roles = names.roles.as_ref().map(RolesClaim::claim);
    let claims = [("scopes", names.scope.as_deref()), ("roles", roles)];
    let taken = claims.into_iter().filter_map(|(what, claim)| {
        let claim = claim.filter(|claim| issuer.has_other_use_of(claim))?;
        Some(issuer.problem(format!(
            "the claim `{claim}` cannot hold the {what}: it names the entity, or is checked otherwise, so write another name"
        )))
    });
    let taken: Vec<_> = taken.collect();
    if taken.is_empty() {
        let entities = issuer.entities();
        Ok(OtherClaims { names, entities })
    } else {
        Err(taken)
    }
}
