//! Sign in with Google, against the fake one.

mod caches;
mod codes;
mod cookies;
mod demands;
mod fake_google;
mod flow;
mod headers;
mod id_tokens;
mod keys;
mod log;
mod outbound;
mod passed_through;
mod providers;
mod recent;
mod redirects;
mod test_logins;
mod users;
#[cfg(feature = "cookies")]
mod with_cookies;

use axum::extract::Request;
use jwt_router::{
    App, EntityField, FindBy, Google, GoogleBuilder, GoogleLogin, GoogleToken, JwtRoutes,
    LoginCallback, LoginError, LoginRedirect, entity,
    prelude::*,
    testing::{FakeGoogle, FixedClock},
};
use jwt_router_tests::{Answer, NOW, RequestExt as _, SECRET, request};
use serde_json::{Value, json};

#[entity(table = "people")]
#[derive(Clone, Debug, Eq, PartialEq)]
struct Person {
    id: i64,
    email: String,
    google: Option<String>,
}

/// The other table of the provider, with the same addresses.
#[entity(table = "staff")]
#[derive(Clone, Debug, Eq, PartialEq)]
struct Employee {
    id: i64,
    email: String,
}

const REDIRECT: &str = "https://app.example.com/login?from=google";
const OTHER_REDIRECT: &str = "https://app.example.com/other";

fn person(id: i64, email: &str) -> Person {
    Person {
        id,
        email: email.to_owned(),
        google: None,
    }
}

/// Ada of Gmail, Grace of a Workspace, and Eve whose address is not Google's.
fn people() -> MemoryStore<Person> {
    MemoryStore::new([
        person(1, "ada@gmail.com"),
        person(2, "grace@example.com"),
        person(3, "eve@outlook.com"),
    ])
}

fn email() -> EntityField<Person> {
    EntityField::new("email", |person: &Person| &person.email)
}

fn staff_email() -> EntityField<Employee> {
    EntityField::new("email", |employee: &Employee| &employee.email)
}

fn staff() -> MemoryStore<Employee> {
    let ada = Employee {
        id: 10,
        email: "ada@gmail.com".to_owned(),
    };
    MemoryStore::new([ada])
}

fn clock() -> FixedClock {
    FixedClock::at_unix(NOW)
}

async fn fake() -> FakeGoogle {
    let fake = FakeGoogle::builder().clock(clock()).start().await;
    fake.unwrap()
}

fn provider(fake: &FakeGoogle) -> GoogleBuilder {
    provider_of(fake, people())
}

/// A provider whose people are found in this store.
fn provider_of(fake: &FakeGoogle, people: impl FindBy<Person>) -> GoogleBuilder {
    fake.google()
        .redirect_uri(REDIRECT)
        .redirect_uri(OTHER_REDIRECT)
        .entity(email(), people)
        .entity(staff_email(), staff())
}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(clock())
        .entity::<Person>(people())
        .entity::<Employee>(staff())
}

fn jwt(provider: GoogleBuilder) -> JwtRoutes {
    builder().google(provider).build().unwrap()
}

#[whitelist(POST, "/login", register = false)]
async fn login(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    google.login(&login.code).await
}

#[whitelist(POST, "/login-as-staff", register = false)]
async fn login_as_staff(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    google.entity::<Employee>().login(&login.code).await
}

#[derive(serde::Deserialize)]
struct LoginAt {
    code: String,
    redirect_uri: String,
}

#[whitelist(POST, "/login-at", register = false)]
async fn login_at(
    google: Google,
    axum::Json(login): axum::Json<LoginAt>,
) -> Result<GoogleToken, LoginError> {
    google
        .login_with_redirect(&login.code, &login.redirect_uri)
        .await
}

#[whitelist(GET, "/begin", register = false)]
async fn begin(google: Google) -> Result<LoginRedirect, LoginError> {
    google.begin()
}

#[whitelist(GET, "/finish", register = false)]
async fn finish(google: Google, callback: LoginCallback) -> Result<GoogleToken, LoginError> {
    google.finish(callback).await
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<Person>) -> String {
    format!("{} {}", g.id, g.email)
}

#[protected(GET, "/staff", register = false)]
async fn staff_room(g: G<Employee>) -> String {
    format!("{} {}", g.id, g.email)
}

#[protected(GET, "/anybody", register = false)]
async fn anybody(g: G) -> String {
    g.table().to_owned()
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn claims(g: G) -> String {
    format!("{:?} {}", g.key::<Person>(), g.get::<Person>().is_some())
}

#[whitelist(GET, "/public", register = false)]
async fn public(g: Option<G<Person>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.email.clone())
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.update_token(&g)
}

fn app(jwt: &JwtRoutes) -> App {
    let routes = routes![
        login,
        login_as_staff,
        login_at,
        begin,
        finish,
        me,
        staff_room,
        anybody,
        claims,
        public,
        renew
    ];
    jwt.app_with((), routes).build().unwrap()
}

/// What the React client sends.
fn login_request(code: &str) -> Request {
    let body = json!({"code": code, "scope": "openid email"}).to_string();
    request("POST", "/login").json(&body)
}

async fn log_in(app: &App, code: &str) -> Answer {
    login_request(code).sent_to(app).await
}

/// The token of a login that went well: the answer has it and nothing else.
#[track_caller]
fn token_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body.as_object().unwrap().len(), 1);
    body["access_token"].as_str().unwrap().to_owned()
}

/// Checks that nobody was logged in, and how that is said.
#[track_caller]
fn is_refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["error"], error);
    assert_eq!(body["status"], status);
    assert!(body.get("access_token").is_none());
    let challenge = if status == 401 { "Bearer" } else { "" };
    assert_eq!(answer.header("www-authenticate"), challenge);
}
