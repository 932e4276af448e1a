//! What a client knows of a session.

use crate::client::Tokens;

pub(super) struct Session {
    /// The tokens of the latest response.
    pub(super) tokens: Tokens,
    /// The refresh token that was exchanged for them.
    pub(super) spent: Option<String>,
    pub(super) end: End,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// It has not been ended.
    Active,
    /// That it has ended was acknowledged.
    Acknowledged,
    /// The response to the logout was 503: it may have ended.
    Unknown,
}

impl Session {
    pub(super) const fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
            spent: None,
            end: End::Active,
        }
    }
}
