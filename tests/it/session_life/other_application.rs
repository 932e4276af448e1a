//! A handler that has the `JwtRoutes` of another application in the same process.

use axum::Extension;
use jwt_router::{EndSession, JwtRoutes, MemorySessions, SessionError, prelude::*};
use jwt_router_tests::{Answer, RequestExt as _, User, block_on, builder, request};

use super::{Service, service};

#[protected(POST, "/logout", register = false)]
async fn logout(
    g: G<User>,
    Extension(other): Extension<JwtRoutes>,
) -> Result<EndSession, SessionError> {
    other.end_session(&g).await
}

#[protected(POST, "/everywhere", register = false)]
async fn everywhere(
    g: G<User>,
    Extension(other): Extension<JwtRoutes>,
) -> Result<EndSession, SessionError> {
    other.end_own_sessions(&g).await
}

#[protected(POST, "/this", register = false)]
async fn this(g: G<User>, Extension(other): Extension<JwtRoutes>) -> String {
    format!("{:?}", other.session_id(&g))
}

/// Sends the token of a session to an application whose handlers have another application's `JwtRoutes`.
async fn sent(path: &str) -> Answer {
    let (service, other) = (
        service(),
        Service::new(builder().sessions(MemorySessions::new())),
    );
    let app = service
        .jwt
        .app_with((), routes![logout, everywhere, this])
        .build()
        .unwrap();
    let app = app.layer(Extension(other.jwt));
    let pair = service.start().await;
    let sent = request("POST", path).bearer(pair.access_token().as_str());
    sent.sent_to(&app).await
}

#[test]
fn a_logout_that_would_end_nothing_is_an_error() {
    assert_eq!(block_on(sent("/logout")).status, 500);
}

#[test]
fn a_logout_everywhere_that_would_end_nothing_is_an_error() {
    assert_eq!(block_on(sent("/everywhere")).status, 500);
}

#[test]
fn the_session_of_another_application_has_no_identifier() {
    block_on(sent("/this")).is(200, "None");
}
