//! The settings for the claims with scopes and roles in an issuer's tokens.

use super::OidcIssuer;
use crate::policy::RolesSetting;

impl OidcIssuer {
    /// Sets the name of the claim with the caller's roles in the tokens of this issuer; none by default, so that a
    /// token of this issuer has no roles.
    ///
    /// [`JwtRoutesBuilder::roles_claim`](crate::JwtRoutesBuilder::roles_claim) is for tokens of your own and does not
    /// apply here, because the administrators of this issuer choose the roles in this claim. The name is taken
    /// literally: dots and slashes in it do not lead into an object.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://tenant.eu.auth0.com/")
    ///     .audience("https://api.example.com")
    ///     .roles_claim("https://app.example.com/roles");
    /// # drop(issuer);
    /// ```
    pub fn roles_claim(mut self, name: impl Into<String>) -> Self {
        self.roles = Some(RolesSetting::Claim(name.into()));
        self
    }

    /// Sets where the caller's roles are in the tokens of this issuer, by a JSON Pointer as in
    /// [`JwtRoutesBuilder::roles_at`](crate::JwtRoutesBuilder::roles_at).
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://login.example.com/realms/app")
    ///     .audience("my-api")
    ///     .roles_at("/realm_access/roles");
    /// # drop(issuer);
    /// ```
    pub fn roles_at(mut self, pointer: impl Into<String>) -> Self {
        self.roles = Some(RolesSetting::At(pointer.into()));
        self
    }

    /// Sets which object in the tokens of this issuer has the caller's roles as the names of its members, by a JSON
    /// Pointer as in [`JwtRoutesBuilder::role_members_at`](crate::JwtRoutesBuilder::role_members_at).
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://login.example.com")
    ///     .audience("311219362735226883")
    ///     .role_members_at("/urn:zitadel:iam:org:project:roles");
    /// # drop(issuer);
    /// ```
    pub fn role_members_at(mut self, pointer: impl Into<String>) -> Self {
        self.roles = Some(RolesSetting::MembersAt(pointer.into()));
        self
    }

    /// Sets the name of the claim with the scopes in the tokens of this issuer, such as `scope` ([RFC 8693, section
    /// 4.2]), or `scp` at Entra ID and Okta; none by default, so that a token of this issuer has no scopes.
    ///
    /// [`JwtRoutesBuilder::scope_claim`](crate::JwtRoutesBuilder::scope_claim) is for tokens of your own, and does not
    /// apply here.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::OidcIssuer;
    /// let issuer = OidcIssuer::discover("https://dev-1234.okta.com/oauth2/default")
    ///     .audience("api://default")
    ///     .scope_claim("scp");
    /// # drop(issuer);
    /// ```
    ///
    /// [RFC 8693, section 4.2]: https://www.rfc-editor.org/rfc/rfc8693#section-4.2
    pub fn scope_claim(mut self, name: impl Into<String>) -> Self {
        self.scope_claim = Some(name.into());
        self
    }
}
