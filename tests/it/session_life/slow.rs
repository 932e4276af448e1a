//! Handlers that spend the refresh token long after the guard has admitted it.

use std::time::Duration;

use axum::Extension;
use jwt_router::{MemorySessions, Refresh, SessionError, TokenPair, prelude::*};
use jwt_router_tests::{
    Answer, FixedClock, Refusal, RequestExt as _, User, block_on, builder, request,
};

use super::{Service, pair_of};

/// How long the body of the request takes.
#[derive(Clone)]
struct Body(FixedClock, Duration);

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(
    refresh: Refresh<User>,
    Extension(Body(clock, time)): Extension<Body>,
) -> Result<TokenPair, SessionError> {
    clock.advance(time);
    refresh.rotate().await
}

/// Sends the refresh token, as a second tab does, in a request whose body takes this time. The guard admits the token
/// nine seconds after the first tab has spent it.
async fn second_use(settings: JwtRoutesBuilder, time: Duration) -> (Answer, [String; 2]) {
    let service = Service::new(settings);
    let body = Extension(Body(service.clock.clone(), time));
    let app = service.jwt.app_with((), routes![refresh]).build().unwrap();
    let app = app.layer(body);
    let first = service.start().await;
    let token = first.refresh_token().as_str();
    let successor = service.refreshed(token).await;
    service.clock.advance(Duration::from_secs(9));
    let sent = request("POST", "/refresh").bearer(token);
    (sent.sent_to(&app).await, successor)
}

fn settings() -> JwtRoutesBuilder {
    builder().sessions(MemorySessions::new())
}

#[test]
fn the_window_ends_at_the_time_of_the_guard_and_not_of_the_handler() {
    block_on(async {
        let (answer, successor) = second_use(settings(), Duration::from_secs(10)).await;
        assert_eq!(pair_of(&answer), successor);
    });
}

#[test]
fn the_time_of_a_request_counts_as_one_window_at_most() {
    block_on(async {
        let (answer, _) = second_use(settings(), Duration::from_secs(11)).await;
        answer.is_refused(Refusal::BadToken);
    });
}
