//! Google's own tokens, where the provider passes them through.

use std::time::Duration;

use axum::extract::Request;
use jwt_router::{
    App, EntityField, GoogleBuilder,
    prelude::*,
    testing::{FakeAccount, FakeFault, FakeGoogle, FixedClock},
};
use jwt_router_tests::{Refusal, RequestExt as _, block_on, claims_of, get, request};

use super::{app, builder, clock, fake, is_refused, jwt, log_in, provider, token_of};

pub(super) fn passing(fake: &FakeGoogle) -> GoogleBuilder {
    provider(fake).pass_google_token_through()
}

pub(super) fn google(target: &str, token: &str) -> Request {
    get(target).with("x-auth-token", format!("Bearer {token}").as_bytes())
}

/// An application that passes Google's tokens through, and its clock.
pub(super) fn passing_app(fake: &FakeGoogle) -> (App, FixedClock) {
    let clock = clock();
    let jwt = builder().clock(clock.clone()).google(passing(fake));
    (app(&jwt.build().unwrap()), clock)
}

/// How often this path of the provider's was asked.
pub(super) fn asked(fake: &FakeGoogle, path: &str) -> usize {
    let requests = fake.requests();
    requests.iter().filter(|asked| asked.path == path).count()
}

pub(super) async fn google_token(app: &App, fake: &FakeGoogle, email: &str) -> String {
    token_of(&log_in(app, &fake.code(email)).await)
}

#[test]
fn a_login_is_answered_with_googles_token() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        assert!(token.starts_with("ya29."), "{token}");
        let me = google("/me", &token).sent_to(&app).await;
        me.is(200, "1 ada@gmail.com");
        let public = google("/public", &token).sent_to(&app).await;
        public.is(200, "ada@gmail.com");
        // It is none of ours, and no bearer token.
        let me = get("/me").bearer(&token).sent_to(&app).await;
        me.is_refused(Refusal::BadToken);
    });
}

#[test]
fn the_resource_names_the_table() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        for (target, resource, expected) in [
            ("/staff", "staff", Ok("10 ada@gmail.com")),
            ("/me", "people", Ok("1 ada@gmail.com")),
            ("/me", "staff", Err(Refusal::Forbidden)),
            ("/me", "users", Err(Refusal::BadToken)),
            ("/me", "", Err(Refusal::BadToken)),
        ] {
            let request = google(target, &token).with("x-auth-resource", resource.as_bytes());
            let answer = request.sent_to(&app).await;
            match expected {
                Ok(body) => answer.is(200, body),
                Err(refusal) => answer.is_refused(refusal),
            }
        }
        let staff = google("/staff", &token).sent_to(&app).await;
        staff.is_refused(Refusal::Forbidden);
    });
}

#[test]
fn handlers_have_the_claims_of_a_token_of_ours() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let claims = google("/claims", &token).sent_to(&app).await;
        claims.is(200, "Some(1) false");
        let renew =
            request("POST", "/renew").with("x-auth-token", format!("Bearer {token}").as_bytes());
        let renewed = renew.sent_to(&app).await;
        let body: serde_json::Value = serde_json::from_str(&renewed.body).unwrap();
        let claims = claims_of(body["token"].as_str().unwrap());
        assert_eq!(
            (claims["table_name"].as_str(), claims["id"].as_i64()),
            (Some("people"), Some(1))
        );
    });
}

// SECURITY.md, rule 10: not one call for each request, and no token in a URL.
#[test]
fn google_is_asked_once_for_a_token() {
    block_on(async {
        let fake = fake().await;
        let (app, clock) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let first = google("/me", &token).sent_to(&app);
        let second = google("/me", &token).sent_to(&app);
        let third = google("/public", &token).sent_to(&app);
        let (first, second, third) = tokio::join!(first, second, third);
        for answer in [first, second, third] {
            assert_eq!(answer.status, 200);
        }
        google("/me", &token)
            .sent_to(&app)
            .await
            .is(200, "1 ada@gmail.com");
        assert_eq!(asked(&fake, "/tokeninfo"), 1);
        let requests = fake.requests();
        assert!(
            requests.iter().all(|asked| asked.query.is_none()),
            "{requests:?}"
        );
        // Past its expiry nothing is remembered.
        clock.advance(Duration::from_secs(3599));
        fake.revoke_tokens();
        google("/me", &token)
            .sent_to(&app)
            .await
            .is_refused(Refusal::BadToken);
        assert_eq!(asked(&fake, "/tokeninfo"), 2);
    });
}

#[test]
fn two_tokens_are_two_users() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let ada = google_token(&app, &fake, "ada@gmail.com").await;
        let grace = google_token(&app, &fake, "grace@example.com").await;
        for _ in 0..2 {
            google("/me", &ada)
                .sent_to(&app)
                .await
                .is(200, "1 ada@gmail.com");
            google("/me", &grace)
                .sent_to(&app)
                .await
                .is(200, "2 grace@example.com");
        }
    });
}

#[test]
fn a_refused_token_is_asked_about_once_a_minute() {
    block_on(async {
        let fake = fake().await;
        let (app, clock) = passing_app(&fake);
        for _ in 0..3 {
            google("/me", "ya29.unknown")
                .sent_to(&app)
                .await
                .is_refused(Refusal::BadToken);
        }
        assert_eq!(asked(&fake, "/tokeninfo"), 1);
        clock.advance(Duration::from_secs(60));
        google("/me", "ya29.unknown")
            .sent_to(&app)
            .await
            .is_refused(Refusal::BadToken);
        assert_eq!(asked(&fake, "/tokeninfo"), 2);
    });
}

/// Uses a good token while the provider has this fault.
#[track_caller]
fn check(fault: FakeFault, expected: Refusal) {
    block_on(async {
        let fake = fake().await;
        let jwt = jwt(passing(&fake).timeout(Duration::from_millis(300)));
        let app = app(&jwt);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        fake.fail(fault);
        google("/me", &token)
            .sent_to(&app)
            .await
            .is_refused(expected);
        google("/public", &token)
            .sent_to(&app)
            .await
            .is_refused(expected);
        // Without a token the provider's trouble is nobody's.
        google("/public", "null")
            .sent_to(&app)
            .await
            .is(200, "nobody");
    });
}

// SECURITY.md, rule 9.
#[test]
fn a_token_of_another_application_is_refused() {
    check(FakeFault::WrongAudience, Refusal::BadToken);
}

#[test]
fn a_token_without_a_verified_address_is_refused() {
    check(FakeFault::EmailUnverified, Refusal::BadToken);
}

#[test]
fn an_expired_token_of_google_is_refused() {
    check(FakeFault::Expired, Refusal::BadToken);
}

#[test]
fn a_token_that_cannot_be_checked_is_503() {
    for fault in [
        FakeFault::ServerError,
        FakeFault::NotJson,
        FakeFault::Hanging,
        FakeFault::Huge,
        FakeFault::Redirect,
    ] {
        check(fault, Refusal::Unavailable);
    }
}

#[test]
fn a_fault_of_the_provider_is_not_remembered() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        fake.fail(FakeFault::ServerError);
        google("/me", &token)
            .sent_to(&app)
            .await
            .is_refused(Refusal::Unavailable);
        fake.heal();
        google("/me", &token)
            .sent_to(&app)
            .await
            .is(200, "1 ada@gmail.com");
    });
}

#[test]
fn an_address_of_a_workspace_is_asked_for_its_domain() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        let code = fake.code_for(FakeAccount::new("eve@outlook.com"));
        is_refused(&log_in(&app, &code).await, 403, "unknown_user");
        let domain =
            fake.code_for(FakeAccount::new("grace@example.com").hosted_domain("example.com"));
        let token = token_of(&log_in(&app, &domain).await);
        google("/me", &token)
            .sent_to(&app)
            .await
            .is(200, "2 grace@example.com");
        assert_eq!(asked(&fake, "/v1/userinfo"), 1);
    });
}

#[test]
fn a_token_of_another_organization_is_refused() {
    block_on(async {
        let fake = fake().await;
        let (anybodys, _) = passing_app(&fake);
        let own = app(&jwt(passing(&fake).hosted_domain("example.com")));
        let ada = google_token(&anybodys, &fake, "ada@gmail.com").await;
        google("/me", &ada)
            .sent_to(&own)
            .await
            .is_refused(Refusal::BadToken);
        let grace = google_token(&anybodys, &fake, "grace@example.com").await;
        google("/me", &grace)
            .sent_to(&own)
            .await
            .is(200, "2 grace@example.com");
    });
}

#[test]
fn what_is_no_token_reaches_nobody() {
    block_on(async {
        let fake = fake().await;
        let (app, _) = passing_app(&fake);
        for (token, refusal) in [
            ("a b", Refusal::BadRequest),
            ("a\"b", Refusal::BadRequest),
            ("", Refusal::BadRequest),
            (&"x".repeat(16_385), Refusal::BadToken),
        ] {
            google("/me", token).sent_to(&app).await.is_refused(refusal);
        }
        assert_eq!(fake.requests(), []);
    });
}

#[entity(table = "editors", token_version = Self::version)]
#[derive(Clone)]
struct Editor {
    id: i64,
    email: String,
}

impl Editor {
    const fn version(&self) -> i64 {
        self.id
    }
}

#[protected(GET, "/editor", register = false)]
async fn editor(g: G<Editor>) -> String {
    g.email.clone()
}

#[test]
fn the_token_that_replaces_googles_has_the_version_of_the_user() {
    block_on(async {
        let fake = fake().await;
        let editors = MemoryStore::new([Editor {
            id: 7,
            email: "ada@gmail.com".to_owned(),
        }]);
        let email = EntityField::new("email", |editor: &Editor| &editor.email);
        let google_builder = fake
            .google()
            .redirect_uri(super::REDIRECT)
            .entity(email, editors.clone())
            .pass_google_token_through();
        let jwt = JwtRoutes::builder()
            .secret(jwt_router_tests::SECRET)
            .clock(clock())
            .entity::<Editor>(editors)
            .google(google_builder)
            .build()
            .unwrap();
        let routes = routes![super::login, super::renew, editor];
        let app = jwt.app_with((), routes).build().unwrap();
        let token = google_token(&app, &fake, "ada@gmail.com").await;
        let header = format!("Bearer {token}");
        let renewal = request("POST", "/renew").with("x-auth-token", header.as_bytes());
        let renewed = renewal.sent_to(&app).await;
        let body: serde_json::Value = serde_json::from_str(&renewed.body).unwrap();
        let token = body["token"].as_str().unwrap();
        assert_eq!(claims_of(token)["token_version"], 7);
        let answer = get("/editor").bearer(token).sent_to(&app).await;
        answer.is(200, "ada@gmail.com");
    });
}
