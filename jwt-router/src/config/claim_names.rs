//! The settings for the names of the claims that contain roles and scopes.

use crate::{
    config::JwtRoutesBuilder,
    jwt::claims,
    policy::{ClaimNames, requirement::is_fixed_claim},
    problem::ConfigProblem,
};

/// The default name of the claim with the scopes (RFC 8693, section 4.2).
pub(super) const SCOPE: &str = "scope";

impl JwtRoutesBuilder {
    /// Sets the name of the claim with the caller's roles, an array of strings or one string; none by default.
    ///
    /// A route with `role = ..` reads it for entities without `#[entity(.., roles = ..)]`. A role in a token
    /// remains valid until the token expires.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .roles_claim("roles")
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn roles_claim(mut self, name: impl Into<String>) -> Self {
        self.roles_claim = Some(name.into());
        self
    }

    /// Sets the name of the claim with the token's scopes, one string delimited by spaces or an array of strings;
    /// `scope` by default ([RFC 8693, section 4.2]). Some issuers use `scp`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).scope_claim("scp").build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
    pub fn scope_claim(mut self, name: impl Into<String>) -> Self {
        self.scope_claim = name.into();
        self
    }

    pub(super) fn claim_names(&self) -> ClaimNames {
        ClaimNames {
            scope: Box::from(&*self.scope_claim),
            roles: self.roles_claim.as_deref().map(Box::from),
        }
    }

    /// Returns a problem for each configured claim name that is empty, or that is reserved for another claim.
    pub(super) fn bad_claim_names(&self) -> Vec<ConfigProblem> {
        let scope = ("scopes", self.scope_claim.as_str());
        let roles = self.roles_claim.as_deref().map(|name| ("roles", name));
        let mut problems = Vec::new();
        for (what, name) in [Some(scope), roles].into_iter().flatten() {
            if name.is_empty() {
                problems.push(ConfigProblem::Empty {
                    what: "name of a claim",
                });
            } else if claims::is_reserved(name) || is_fixed_claim(name) {
                problems.push(ConfigProblem::ReservedClaim {
                    what,
                    name: name.to_owned(),
                });
            }
        }
        if roles.is_some_and(|(_, name)| name == self.scope_claim) {
            problems.push(ConfigProblem::SharedClaim {
                name: self.scope_claim.clone(),
            });
        }
        problems
    }
}
