//! "Your devices": the sessions of a user.

use axum::{Json, extract::Path, http::StatusCode};
use jwt_router::{SessionError, SessionId, SessionInfo, prelude::*};
use serde::{Deserialize, Serialize};

use crate::User;

/// A line of the list.
#[derive(Serialize)]
struct Device {
    #[serde(flatten)]
    session: SessionInfo,
    /// Whether it is the device that sent the request.
    is_this: bool,
}

#[protected(GET)]
async fn devices(g: G<User>, jwt: JwtRoutes) -> Result<Json<Vec<Device>>, SessionError> {
    let this = session_of(&g);
    let sessions = jwt.sessions::<User>(&g.user_id).await?;
    let devices = sessions.into_iter().map(|session| Device {
        is_this: Some(session.id) == this,
        session,
    });
    Ok(Json(devices.collect()))
}

/// Logs a device out. A session of another user is none of the caller's, so nothing happens to it.
#[protected(DELETE, "/devices/{id}")]
async fn end_device(
    g: G<User>,
    jwt: JwtRoutes,
    Path(id): Path<String>,
) -> Result<StatusCode, SessionError> {
    let Ok(id) = id.parse::<SessionId>() else {
        return Ok(StatusCode::NOT_FOUND);
    };
    jwt.end_session_of::<User>(&g.user_id, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Returns the session of the caller's token.
fn session_of(g: &G<User>) -> Option<SessionId> {
    #[derive(Deserialize)]
    struct Claims {
        sid: String,
    }
    let claims: Claims = g.claims().ok()?;
    Some(SessionId::of_sid(&claims.sid))
}
