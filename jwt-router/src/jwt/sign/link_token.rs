use std::fmt;

/// A minted link: a token for one purpose. [`LinkBuilder::sign`](crate::LinkBuilder::sign) returns it.
///
/// It is not a response and does not serialize, so that no handler returns it by mistake: the link must reach the owner
/// of the account by mail, and not the client that asked for it. It has no `Display`, and `Debug` hides the text.
///
/// # Examples
///
/// ```
/// use jwt_router::LinkToken;
///
/// fn address(link: &LinkToken) -> String {
///     // After `#`, since browsers send no fragment to servers: no log has it.
///     format!("https://app.example.com/password#{}", link.as_str())
/// }
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct LinkToken(String);

impl LinkToken {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the link's token as text: `header.payload.signature`, in characters that need no escaping in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts the link's token into its text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(..)")
    }
}
