//! "Your devices": the sessions of a user.

use axum::{Json, extract::Path, http::StatusCode};
use jwt_router::{SessionId, SessionInfo, prelude::*};
use serde::Serialize;

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
    let this = jwt.session_id(&g);
    let sessions = jwt.sessions::<User>(&g.user_id).await?;
    let devices = sessions.into_iter().map(|session| Device {
        is_this: Some(session.id) == this,
        session,
    });
    Ok(Json(devices.collect()))
}

/// Logs a device out. A session of another user is none of the caller's: it is not found.
#[protected(DELETE, "/devices/{id}")]
async fn end_device(
    g: G<User>,
    jwt: JwtRoutes,
    Path(id): Path<String>,
) -> Result<StatusCode, SessionError> {
    let is_own = match id.parse::<SessionId>() {
        Ok(id) => jwt.end_session_of::<User>(&g.user_id, id).await?,
        Err(_) => false,
    };
    Ok(if is_own {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    })
}
