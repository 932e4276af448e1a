//! A WebSocket that ends with the session of its user.

use std::time::Duration;

use axum::{
    extract::{
        WebSocketUpgrade,
        ws::{CloseFrame, Message, WebSocket, close_code},
    },
    response::Response,
};
use jwt_router::prelude::*;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::User;

/// How often the number of devices is sent.
const INTERVAL: Duration = Duration::from_secs(2);

/// How long a client may take to read the last message.
const FAREWELL: Duration = Duration::from_secs(5);

/// Sends the number of the user's devices. Pages open it with their cookie; `websocket` also takes the token of a
/// client without one, by `new WebSocket(url, ["bearer", token])`.
#[protected(GET, "/live", websocket)]
async fn live(g: G<User>, jwt: JwtRoutes, upgrade: WebSocketUpgrade) -> Response {
    let (end, user_id) = (g.until_end(), g.user_id);
    // Clients send nothing, so a long message is a mistake.
    let upgrade = upgrade.max_message_size(1024);
    upgrade.on_upgrade(async move |mut socket| {
        // `end` wins also while a message waits for a client that does not read.
        let ended = tokio::select! {
            ended = end => ended,
            () = report(&mut socket, &jwt, user_id) => return,
        };
        let farewell = Message::Close(Some(CloseFrame {
            code: close_code::POLICY,
            reason: ended.to_string().into(),
        }));
        drop(timeout(FAREWELL, socket.send(farewell)).await);
    })
}

/// Sends the number of devices until the client or the store of sessions fails.
async fn report(socket: &mut WebSocket, jwt: &JwtRoutes, user_id: i64) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                let Ok(sessions) = jwt.sessions::<User>(&user_id).await else { return };
                let count = sessions.len().to_string();
                if socket.send(count.into()).await.is_err() {
                    return;
                }
            }
            // The socket answers pings and the closing of the client while it is read.
            received = socket.recv() => {
                if !matches!(received, Some(Ok(_))) {
                    return;
                }
            }
        }
    }
}
