/// The configured names of the claims from which requirements read scopes and roles.
#[derive(Clone, Debug)]
pub(crate) struct ClaimNames {
    pub(crate) scope: Box<str>,
    /// The claim with the roles; `None` if no claim is configured, so that roles come from entities only.
    pub(crate) roles: Option<Box<str>>,
}
