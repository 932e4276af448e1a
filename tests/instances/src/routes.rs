//! The handlers of an instance.

use axum::{Json, extract::Path};
use jwt_router::{
    EndSession, JwtRoutes, MemoryStore, Refresh, SessionError, SessionInfo, TokenPair, prelude::*,
};

#[entity(table = "users")]
#[derive(Clone)]
pub(crate) struct User {
    id: i64,
}

/// The users 1 to 100. They are in memory, so that the shared store is the one of sessions alone.
pub(crate) fn users() -> MemoryStore<User> {
    MemoryStore::new((1..=100).map(|id| User { id }))
}

#[ignored(GET, "/health")]
async fn health() -> &'static str {
    "up"
}

/// Starts a session of the user with this key, without a password.
#[whitelist(POST, "/login/{id}")]
async fn login(Path(id): Path<i64>, jwt: JwtRoutes) -> Result<TokenPair, SessionError> {
    jwt.start_session(&User { id }).await
}

#[protected(GET, "/me")]
async fn me(g: G<User>) -> String {
    g.id.to_string()
}

#[protected(POST, "/refresh", refresh)]
async fn refresh(refresh: Refresh<User>) -> Result<TokenPair, SessionError> {
    refresh.rotate().await
}

#[protected(POST, "/logout")]
async fn logout(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_session(&g).await
}

#[protected(GET, "/devices")]
async fn devices(g: G<User>, jwt: JwtRoutes) -> Result<Json<Vec<SessionInfo>>, SessionError> {
    Ok(Json(jwt.sessions::<User>(&g.id).await?))
}

/// Logs the user out everywhere.
#[protected(DELETE, "/devices")]
async fn end_all(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_own_sessions(&g).await
}
