/// The names of the claims that hold what callers may do.
#[derive(Clone, Debug)]
pub(crate) struct ClaimNames {
    pub(crate) scope: Box<str>,
    /// `None`: only entities say which roles there are.
    pub(crate) roles: Option<Box<str>>,
}
