//! Which claims hold what callers may do.

use crate::{
    config::JwtRoutesBuilder,
    jwt::claims,
    policy::{ClaimNames, requirement::is_fixed_claim},
    problem::ConfigProblem,
};

/// The claim of RFC 8693, section 4.2.
pub(super) const SCOPE: &str = "scope";

impl JwtRoutesBuilder {
    /// The claim that holds the caller's roles, an array of strings or one string; none by default.
    ///
    /// A route with `role = ..` asks it where the entity does not say its roles itself
    /// (`#[entity(.., roles = ..)]`). A role in a token stays there until the token expires.
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

    /// The claim that holds the token's scopes, one string delimited by spaces or an array of
    /// strings; `scope` by default ([RFC 8693, section 4.2]). Some issuers have `scp`.
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

    /// Claims that are named like others, or not at all.
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
