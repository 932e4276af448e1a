use serde::Serialize;

use crate::session::{SessionId, SessionOwner, SessionState};

/// A session to be stored by [`SessionStore::start`](crate::SessionStore::start).
#[derive(Clone, Copy, Debug)]
pub struct NewSession<'a> {
    /// The identifier of the session.
    pub id: SessionId,
    /// The entity that the session belongs to.
    pub owner: SessionOwner<'a>,
    /// The name that the program gave the session, such as that of a device; empty if it gave none. It has at most
    /// 200 characters, and no control characters.
    pub label: &'a str,
    /// When the session started, in milliseconds since 1970-01-01T00:00:00Z.
    pub started: i64,
    /// The state of the session, which changes with each refresh token that is spent.
    pub state: SessionState,
}

/// A session in the list of an entity's sessions.
///
/// Times are in milliseconds since 1970-01-01T00:00:00Z, the unit of `Date` in JavaScript.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct SessionInfo {
    /// The identifier of the session.
    pub id: SessionId,
    /// The name that the program gave the session; empty if it gave none.
    pub label: String,
    /// When the session started.
    pub started: i64,
    /// When the session got its latest tokens: the time of its last refresh, or else of its start.
    pub last_used: i64,
    /// When the session ends, even if it is used.
    pub expires: i64,
}

/// A refresh token that was used again, after the replay window or after its successor was used. It is passed to the
/// function of [`JwtRoutesBuilder::on_reuse`](crate::JwtRoutesBuilder::on_reuse) when the token's session has ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReusedToken {
    /// The session that the token belonged to.
    pub session: SessionId,
    /// The table of the entity.
    pub table: &'static str,
    /// The key of the entity as JSON.
    pub key: String,
}
