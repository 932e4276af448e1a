/// The configured names of the two claims that requirements read: the claim with the token's scopes, and the
/// claim with its roles.
#[derive(Clone, Debug)]
pub(crate) struct ClaimNames {
    pub(crate) scope: Box<str>,
    /// The claim with the roles; `None` if no such claim is configured, so that only entities can have roles.
    pub(crate) roles: Option<Box<str>>,
}
