use std::fmt;

use serde::Serialize;

/// A minted ticket: a token for one request, in the query of its URL.
/// [`JwtRoutes::ticket`](crate::JwtRoutes::ticket) returns it.
///
/// As a response, it is `{"ticket": ".."}` with `Cache-Control: no-store`. It serializes as its text. It has no
/// `Display`, and `Debug` hides the text.
///
/// # Examples
///
/// ```
/// use jwt_router::TicketToken;
///
/// fn address(ticket: &TicketToken) -> String {
///     format!("/api/events?ticket={}", ticket.as_str()) // it needs no escaping
/// }
///
/// fn parameter(ticket: TicketToken) -> (&'static str, String) {
///     ("ticket", ticket.into_string())
/// }
/// ```
#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct TicketToken(String);

impl TicketToken {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the ticket as text: `header.payload.signature`, in characters that need no escaping in a URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts the ticket into its text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Debug for TicketToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketToken(..)")
    }
}
