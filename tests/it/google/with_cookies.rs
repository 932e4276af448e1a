//! A request with Google's token in its own header and with the cookie of a session.

use jwt_router::{Cookies, MemorySessions};
use jwt_router_tests::{Refusal, RequestExt as _, block_on, get};

use super::{
    app, builder, clock, fake,
    passed_through::{google, google_token, passing},
};

#[test]
fn googles_token_and_a_cookie_together_are_refused() {
    block_on(async {
        let fake = fake().await;
        let builder = builder().clock(clock()).google(passing(&fake));
        let builder = builder.sessions(MemorySessions::new());
        let jwt = builder.cookies(Cookies::host("session")).build().unwrap();
        let app = app(&jwt);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let both = google("/me", &token).with("cookie", b"__Host-session=a.b.c");
        both.sent_to(&app).await.is_refused(Refusal::BadRequest);
        let alone = google("/me", &token).sent_to(&app).await;
        alone.is(200, "1 ada@gmail.com");
        let other = get("/me").with("cookie", b"theme=dark");
        other.sent_to(&app).await.is_refused(Refusal::NoToken);
    });
}
