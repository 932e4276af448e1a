//! The settings for the names of the claims that contain roles and scopes.

use crate::{
    config::JwtRoutesBuilder,
    jwt::claims,
    policy::{ClaimNames, RolesClaim, RolesSetting, requirement::is_fixed_claim},
    problem::ConfigProblem,
};

/// The default name of the claim with the scopes (RFC 8693, section 4.2).
pub(super) const SCOPE: &str = "scope";

impl JwtRoutesBuilder {
    /// Sets the name of the claim with the caller's roles, an array of strings or one string; none by default.
    ///
    /// A route with `role = ..` reads this claim for entities without `#[entity(.., roles = ..)]`. A role in a token
    /// remains valid until the token expires. The name is taken literally: dots and slashes, as in
    /// `https://app.example.com/roles`, do not lead into an object. [`roles_at`](Self::roles_at) takes a path into an
    /// object, and replaces this setting.
    ///
    /// The setting is for the tokens that the application signs. The tokens of another issuer have roles only if the
    /// setting of the same name is called on the issuer's `OidcIssuer`.
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
        self.roles = Some(RolesSetting::Claim(name.into()));
        self
    }

    /// Sets where in a token the caller's roles are, by a JSON Pointer ([RFC 6901]): an array of strings or one string
    /// inside of a claim.
    ///
    /// `/realm_access/roles` is the member `roles` of the claim `realm_access`. A `/` in a name is written as `~1`, and
    /// a `~` as `~0`. If an object on the path has the next member twice, the token has no roles. A text that is not a
    /// JSON Pointer is an error of [`build`](Self::build).
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .roles_at("/realm_access/roles") // {"realm_access":{"roles":["admin"]}}
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
    pub fn roles_at(mut self, pointer: impl Into<String>) -> Self {
        self.roles = Some(RolesSetting::At(pointer.into()));
        self
    }

    /// Sets which object in a token has the caller's roles as the names of its members, by a JSON Pointer as in
    /// [`roles_at`](Self::roles_at).
    ///
    /// A member counts as a role whatever its value is, except `false` and `null`. A role whose member occurs twice
    /// does not count.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .role_members_at("/grants") // {"grants":{"admin":{"since":2020}}}
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn role_members_at(mut self, pointer: impl Into<String>) -> Self {
        self.roles = Some(RolesSetting::MembersAt(pointer.into()));
        self
    }

    /// Sets the name of the claim with the token's scopes, one string delimited by spaces or an array of strings;
    /// `scope` by default ([RFC 8693, section 4.2]).
    ///
    /// The setting is for the tokens that the application signs. The tokens of another issuer have scopes only if
    /// `OidcIssuer::scope_claim` names their claim.
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

    /// Checks the configured names of the claims with scopes and roles, and returns them.
    ///
    /// # Errors
    ///
    /// Returns a problem for each name that is empty or reserved for another claim, for a path to the roles that is not
    /// a JSON Pointer, and for a claim that would hold both scopes and roles.
    pub(super) fn claim_names(&self) -> Result<ClaimNames, Vec<ConfigProblem>> {
        checked(Some(&self.scope_claim), self.roles.as_ref())
    }
}

/// Checks the names of the claims with scopes and roles, of the application or of another issuer, and returns them.
///
/// # Errors
///
/// Returns the problems of [`JwtRoutesBuilder::claim_names`].
pub(super) fn checked(
    scope: Option<&str>,
    roles: Option<&RolesSetting>,
) -> Result<ClaimNames, Vec<ConfigProblem>> {
    let mut problems = Vec::new();
    let roles = roles.and_then(|setting| {
        let parsed = setting
            .parse()
            .map_err(|reason| ConfigProblem::RolesPointer {
                pointer: setting.as_str().to_owned(),
                reason,
            });
        parsed.map_err(|problem| problems.push(problem)).ok()
    });
    let of_roles = roles.as_ref().map(RolesClaim::claim);
    let names = [("scopes", scope), ("roles", of_roles)];
    for (what, name) in names {
        let Some(name) = name else { continue };
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
    if let (Some(scope), Some(roles)) = (scope, of_roles)
        && scope == roles
    {
        problems.push(ConfigProblem::SharedClaim {
            name: scope.to_owned(),
        });
    }
    if problems.is_empty() {
        Ok(ClaimNames {
            scope: scope.map(Into::into),
            roles,
        })
    } else {
        Err(problems)
    }
}
