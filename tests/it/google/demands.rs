//! Roles, scopes and recent logins, of whoever comes with a provider's token.

use jwt_router::{App, GoogleBuilder, OidcIssuer, prelude::*, testing::FakeGoogle};
use jwt_router_tests::{
    Answer, Keys, NOW, RequestExt as _, TestIssuer, TestKey, block_on, claims_of, get, request,
};
use serde_json::json;

use super::{Person, builder, fake, log_in, provider, token_of};

#[protected(GET, "/scoped", scope = "a", register = false)]
async fn scoped(_g: G<Person>) {}

#[protected(GET, "/admin", role = "admin", register = false)]
async fn admin(_g: G<Person>) {}

#[protected(GET, "/recent", fresh = "15m", register = false)]
async fn recent(_g: G<Person>) {}

#[protected(GET, "/level", acr = "aal2", register = false)]
async fn level(_g: G<Person>) {}

#[protected(GET, "/factor", factor = "otp", register = false)]
async fn factor(_g: G<Person>) {}

#[protected(GET, "/bare", role = "admin", claims_only, register = false)]
async fn bare(_g: G) {}

fn app(builder: JwtRoutesBuilder) -> App {
    let routes = routes![
        super::login,
        super::me,
        super::renew,
        scoped,
        admin,
        recent,
        level,
        factor,
        bare
    ];
    let jwt = builder.roles_claim("roles").build().unwrap();
    jwt.app_with((), routes).build().unwrap()
}

async fn ask(app: &App, path: &str, token: &str) -> Answer {
    let header = format!("Bearer {token}");
    let request = get(path).with("x-auth-token", header.as_bytes());
    request.sent_to(app).await
}

async fn logged_in(
    configure: impl FnOnce(GoogleBuilder) -> GoogleBuilder,
) -> (FakeGoogle, App, String) {
    let fake = fake().await;
    let app = app(builder().google(configure(provider(&fake))));
    let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
    (fake, app, token)
}

#[test]
fn a_token_of_googles_has_neither_roles_nor_scopes_nor_a_login() {
    block_on(async {
        let (_fake, app, token) = logged_in(GoogleBuilder::pass_google_token_through).await;
        assert_eq!(ask(&app, "/me", &token).await.status, 200);
        for (path, status) in [
            ("/scoped", 403),
            ("/admin", 403),
            ("/bare", 403),
            ("/recent", 401),
            ("/level", 401),
            ("/factor", 401),
        ] {
            assert_eq!(ask(&app, path, &token).await.status, status, "{path}");
        }
    });
}

#[test]
fn what_a_token_of_googles_is_renewed_to_is_no_login() {
    block_on(async {
        let (_fake, app, token) = logged_in(GoogleBuilder::pass_google_token_through).await;
        let header = format!("Bearer {token}");
        let renewal = request("POST", "/renew").with("x-auth-token", header.as_bytes());
        let renewed = renewal.sent_to(&app).await;
        let body: serde_json::Value = serde_json::from_str(&renewed.body).unwrap();
        let token = body["token"].as_str().unwrap();
        assert!(claims_of(token).get("auth_time").is_none());
        let recent = get("/recent").bearer(token).sent_to(&app).await;
        assert_eq!(recent.status, 401);
    });
}

#[test]
fn a_token_of_a_login_has_neither_roles_nor_scopes_nor_a_time_that_nobody_knows() {
    block_on(async {
        let (_fake, app, token) = logged_in(|google| google).await;
        for (path, status) in [("/recent", 401), ("/scoped", 403), ("/admin", 403)] {
            assert_eq!(ask(&app, path, &token).await.status, status, "{path}");
        }
    });
}

// SECURITY.md, rule 9: the table is one of the provider's, whoever wrote the token.
#[test]
fn the_token_of_another_issuer_is_of_a_table_of_the_provider() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let trusted = |issuer: &TestIssuer| OidcIssuer::discover(&issuer.url).audience("my-api");
        let claims = json!({"iss": issuer.url, "n": 1, "aud": "my-api", "exp": NOW + 60});
        let token = key.sign(&claims);
        let users = MemoryStore::new([jwt_router_tests::ada()]);
        let google = provider(&fake().await);
        let others = builder()
            .google(google)
            .entity::<jwt_router_tests::User>(users)
            .trusted_issuer(trusted(&issuer).entity::<jwt_router_tests::User>("n"));
        let others = whoever_app(others);
        let answer = get("/whoever").bearer(&token).sent_to(&others).await;
        answer.is(200, "users");
        let answer = ask(&others, "/whoever", &token).await;
        answer.is_refused(jwt_router_tests::Refusal::BadToken);

        let fake = fake().await;
        let google = provider(&fake);
        let shared = trusted(&issuer)
            .entity::<Person>("n")
            .same_users_as(fake.url());
        let own = whoever_app(builder().google(google).trusted_issuer(shared));
        ask(&own, "/whoever", &token).await.is(200, "people");
        let staff = get("/whoever")
            .with("x-auth-token", format!("Bearer {token}").as_bytes())
            .with("x-auth-resource", b"staff");
        let staff = staff.sent_to(&own).await;
        staff.is_refused(jwt_router_tests::Refusal::BadToken);
    });
}

#[protected(GET, "/whoever", register = false)]
async fn whoever(g: G) -> String {
    g.table().to_owned()
}

fn whoever_app(builder: JwtRoutesBuilder) -> App {
    let jwt = builder.build().unwrap();
    jwt.app_with((), routes![whoever]).build().unwrap()
}
