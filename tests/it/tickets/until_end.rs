//! `Ticket::until_end`: a stream that a ticket opens lasts as long as the access token.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use axum::Extension;
use jwt_router::{Clock, Ended, JwtRoutes, MemorySessions, Ticket, UntilEnd, prelude::*};
use jwt_router_tests::{NOW, RequestExt as _, SECRET, block_on, get, request};
use tokio::time::Instant;

use super::{Member, member};

/// The clock of a test whose time is tokio's.
struct TokioClock(Instant);

impl Clock for TokioClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW) + self.0.elapsed()
    }
}

type Opened = Arc<Mutex<Option<UntilEnd>>>;

#[protected(GET, "/stream", ticket, register = false)]
async fn stream(ticket: Ticket<Member>, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(ticket.until_end());
}

#[test]
fn a_stream_ends_with_the_access_token_and_not_with_its_ticket() {
    block_on(async {
        tokio::time::pause();
        let began = Instant::now();
        let jwt = JwtRoutes::builder()
            .secret(SECRET)
            .clock(TokioClock(began))
            .leeway(Duration::from_secs(5))
            .expires_in(Duration::from_secs(600))
            .sessions(MemorySessions::new())
            .entity::<Member>(MemoryStore::new([member(1)]))
            .build()
            .unwrap();
        let opened = Opened::default();
        let app = jwt.app_with((), routes![stream, super::ticket]);
        let app = app.build().unwrap().layer(Extension(Arc::clone(&opened)));
        let access = jwt.create_token(&member(1)).unwrap();
        tokio::time::sleep(Duration::from_secs(100)).await;
        let sent = request("POST", "/ticket").bearer(access.as_str());
        let answer = sent.sent_to(&app).await;
        let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        let target = format!("/stream?ticket={}", body["ticket"].as_str().unwrap());
        assert_eq!(get(&target).sent_to(&app).await.status, 200);
        let until_end = opened.lock().unwrap().take().unwrap();
        assert_eq!(until_end.await, Ended::Expired);
        assert_eq!(began.elapsed().as_secs(), 605);
    });
}
