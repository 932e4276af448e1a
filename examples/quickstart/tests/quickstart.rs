//! The program, tested from outside.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jwt_router::{
    App, JwtRoutes, JwtRoutesBuilder, Secret,
    testing::{FixedClock, assert_policy_lock, authz_matrix},
};
use quickstart::User;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::SqlitePool;
use tower::ServiceExt;

const PASSWORD: &str = "correct horse";

/// A program with an empty database of its own.
struct Program {
    app: App,
    db: SqlitePool,
}

/// A response, with its body read.
struct Reply {
    status: StatusCode,
    challenge: Option<String>,
    content_type: String,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    #[track_caller]
    fn token(&self) -> String {
        let json = self.json();
        json["token"].as_str().expect(&self.text).to_owned()
    }

    #[track_caller]
    fn check_problem(&self, status: StatusCode, detail: &str) {
        assert_eq!(self.status, status, "{}", self.text);
        assert_eq!(self.content_type, "application/problem+json");
        assert_eq!(self.json()["detail"], detail);
        assert_eq!(self.json()["status"], status.as_u16());
    }
}

/// Returns the URL of a database file that does not exist yet.
fn database(name: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.db"));
    for suffix in ["", "-shm", "-wal"] {
        // An earlier run may have left the file.
        drop(fs::remove_file(format!("{}{suffix}", path.display())));
    }
    format!("sqlite:{}", path.display())
}

impl Program {
    async fn start(name: &str) -> Self {
        Self::with(name, JwtRoutes::builder()).await
    }

    async fn with(name: &str, jwt: JwtRoutesBuilder) -> Self {
        let db = quickstart::connect(&database(name)).await.unwrap();
        let jwt = jwt.secret(Secret::random().unwrap());
        let app = quickstart::app(db.clone(), jwt).unwrap();
        Self { app, db }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        let response = self.app.clone().oneshot(request.body(body).unwrap());
        let (parts, body) = response.await.unwrap().into_parts();
        let text = to_bytes(body, 64 * 1024).await.unwrap();
        let text = String::from_utf8(text.into()).unwrap();
        // Every response of every test is checked for this.
        assert!(!text.contains("argon2"), "a password hash: {text}");
        assert!(!text.contains("password_hash"), "a password hash: {text}");
        let named = |name| Some(parts.headers.get(name)?.to_str().unwrap().to_owned());
        Reply {
            status: parts.status,
            challenge: named(header::WWW_AUTHENTICATE),
            content_type: named(header::CONTENT_TYPE).unwrap_or_default(),
            text,
        }
    }

    async fn get(&self, path: &str, token: Option<&str>) -> Reply {
        self.call(Method::GET, path, token, None).await
    }

    async fn send(&self, path: &str, email: &str, password: &str) -> Reply {
        let credentials = json!({ "email": email, "password": password });
        self.call(Method::POST, path, None, Some(credentials)).await
    }

    async fn register(&self, email: &str) -> Reply {
        self.send("/api/v1/register", email, PASSWORD).await
    }

    async fn login(&self, email: &str, password: &str) -> Reply {
        self.send("/api/v1/login", email, password).await
    }
}

#[tokio::test]
async fn the_policy_of_each_route_is_that_of_routes_lock() {
    let program = Program::start("routes").await;
    assert_policy_lock!(program.app.policy(), "routes.lock");
}

#[tokio::test]
async fn each_caller_reaches_only_the_routes_that_routes_lock_opens() {
    let program = Program::start("matrix").await;
    program.register("ada@example.com").await;
    let users = sqlx::query_as("select user_id, email from users");
    let ada: User = users.fetch_one(&program.db).await.unwrap();
    authz_matrix!(program.app, "routes.lock")
        .entity(&ada)
        .run()
        .await;
}

#[tokio::test]
async fn a_registration_returns_a_token_of_the_new_user() {
    let program = Program::start("registers").await;
    let registered = program.register(" Ada@Example.com ").await;
    assert_eq!(registered.status, StatusCode::CREATED);
    let me = program
        .get("/api/v1/me", Some(&registered.token()))
        .await
        .json();
    assert_eq!(me, json!({ "user_id": 1, "email": "ada@example.com" }));
}

#[tokio::test]
async fn a_log_in_returns_a_token_of_the_user() {
    let program = Program::start("logs_in").await;
    program.register("ada@example.com").await;
    let login = program.login("ADA@example.com", PASSWORD).await;
    assert_eq!(login.status, StatusCode::OK);
    let me = program.get("/api/v1/me", Some(&login.token())).await;
    assert_eq!(me.json()["email"], "ada@example.com");
}

#[tokio::test]
async fn an_address_registers_once_in_any_spelling() {
    let program = Program::start("once").await;
    program.register("ada@example.com").await;
    let again = program.register("Ada@EXAMPLE.com").await;
    again.check_problem(StatusCode::CONFLICT, "an account has this e-mail address");
}

#[tokio::test]
async fn of_two_registrations_at_once_one_is_refused() {
    let program = Program::start("at_once").await;
    let (one, other) = tokio::join!(
        program.register("ada@example.com"),
        program.register("ada@example.com"),
    );
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_have_the_same_response() {
    let program = Program::start("alike").await;
    program.register("ada@example.com").await;
    let wrong = program.login("ada@example.com", "wrong horse").await;
    wrong.check_problem(
        StatusCode::UNAUTHORIZED,
        "no account has this e-mail address and password",
    );
    assert_eq!(wrong.challenge.as_deref(), Some("Bearer"));
    for unknown in ["bob@example.com", "no address", ""] {
        let unknown = program.login(unknown, "wrong horse").await;
        assert_eq!(unknown.status, wrong.status);
        assert_eq!(unknown.challenge, wrong.challenge);
        assert_eq!(unknown.text, wrong.text);
    }
}

#[tokio::test]
async fn a_malformed_address_is_refused() {
    let program = Program::start("no_address").await;
    let long = format!("{}@example.com", "a".repeat(250));
    for email in [
        "",
        "ada",
        "@example.com",
        "ada@",
        "a@b@c",
        "a da@b.c",
        &long,
    ] {
        let reply = program.register(email).await;
        reply.check_problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "this is not an e-mail address",
        );
    }
}

#[tokio::test]
async fn a_password_has_8_to_256_characters() {
    let program = Program::start("password").await;
    let register = async |password: &str| {
        program
            .send("/api/v1/register", "ada@example.com", password)
            .await
    };
    for password in ["", "1234567", &"x".repeat(257)] {
        let reply = register(password).await;
        reply.check_problem(
            StatusCode::UNPROCESSABLE_ENTITY,
            "a password has 8 to 256 characters",
        );
    }
    assert_eq!(register("12345678").await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn the_feed_greets_a_logged_in_user_by_address() {
    let program = Program::start("feed").await;
    let token = program.register("ada@example.com").await.token();
    let stranger = program.get("/api/v1/feed", None).await;
    assert_eq!(stranger.text, "Hello, stranger.");
    let ada = program.get("/api/v1/feed", Some(&token)).await;
    assert_eq!(ada.text, "Good to see you, ada@example.com.");
    let forged = program.get("/api/v1/feed", Some("a.b.c")).await;
    assert_eq!(forged.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_renewed_token_works_and_expires_no_earlier() {
    let program = Program::start("renew").await;
    let old = program.register("ada@example.com").await.token();
    let reply = program
        .call(Method::POST, "/api/v1/token/renew", Some(&old), None)
        .await;
    assert_eq!(reply.status, StatusCode::OK);
    let new = reply.token();
    assert!(expires(&new) >= expires(&old));
    let me = program.get("/api/v1/me", Some(&new)).await;
    assert_eq!(me.json()["email"], "ada@example.com");
    let without = program
        .call(Method::POST, "/api/v1/token/renew", None, None)
        .await;
    assert_eq!(without.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_whose_log_in_is_too_long_ago_is_not_renewed() {
    let clock = FixedClock::at_unix(1_700_000_000);
    let hour = Duration::from_hours(1);
    let jwt = JwtRoutes::builder().clock(clock.clone()).session_max(hour);
    let program = Program::with("session_max", jwt).await;
    let token = program.register("ada@example.com").await.token();
    clock.advance(2 * hour);
    let reply = program
        .call(Method::POST, "/api/v1/token/renew", Some(&token), None)
        .await;
    let detail = "the log-in is too long ago: log in again";
    reply.check_problem(StatusCode::UNAUTHORIZED, detail);
    assert_eq!(reply.challenge.as_deref(), Some("Bearer"));
}

#[tokio::test]
async fn a_route_without_an_attribute_requires_a_token() {
    let program = Program::start("metrics").await;
    let token = program.register("ada@example.com").await.token();
    let closed = program.get("/metrics", None).await;
    assert_eq!(closed.status, StatusCode::UNAUTHORIZED);
    assert_eq!(closed.challenge.as_deref(), Some("Bearer"));
    let open = program.get("/metrics", Some(&token)).await;
    assert_eq!(open.status, StatusCode::OK);
    assert_eq!(open.text, "quickstart_users 1\n");
}

#[tokio::test]
async fn the_home_page_is_public() {
    let program = Program::start("home").await;
    assert_eq!(program.get("/", None).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_token_of_a_deleted_user_is_refused_and_the_key_is_never_used_again() {
    let program = Program::start("deleted").await;
    let token = program.register("ada@example.com").await.token();
    sqlx::query("delete from users where email = 'ada@example.com'")
        .execute(&program.db)
        .await
        .unwrap();
    program.register("bob@example.com").await;
    for path in ["/api/v1/me", "/api/v1/feed", "/metrics"] {
        let reply = program.get(path, Some(&token)).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn a_database_that_is_not_available_is_503_without_details() {
    let program = Program::start("closed").await;
    program.db.close().await;
    let reply = program.login("ada@example.com", PASSWORD).await;
    reply.check_problem(
        StatusCode::SERVICE_UNAVAILABLE,
        "the database is not available",
    );
}

#[tokio::test]
async fn the_error_for_another_database_does_not_show_its_password() {
    let error = quickstart::connect("postgres://me:hidden@localhost/app").await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("write `sqlite:` and the name of a file"),
        "{error}"
    );
    assert!(!error.contains("hidden"), "{error}");
}

/// Returns the claim `exp` of a token.
fn expires(token: &str) -> u64 {
    #[derive(Deserialize)]
    struct Claims {
        exp: u64,
    }
    let payload = token.split('.').nth(1).unwrap();
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap();
    serde_json::from_slice::<Claims>(&payload).unwrap().exp
}

/// The built program, killed when the test ends.
struct Running {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Running {
    fn start(database: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quickstart"));
        for (name, _) in std::env::vars_os() {
            let is_configuration = name.to_string_lossy().starts_with("JWT_");
            if is_configuration || name == "SECRET_KEY" {
                command.env_remove(name);
            }
        }
        let mut child = command
            .env("DATABASE_URL", database)
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    /// Reads the text that the program prints before it waits for requests.
    fn introduction(&mut self) -> String {
        let mut text = String::new();
        while !text.ends_with("responds with 409.\n") {
            let read = self.output.read_line(&mut text).unwrap();
            assert_ne!(read, 0, "the program ended: {text}");
        }
        text
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn the_printed_commands_work_as_printed() {
    let mut program = Running::start(&database("printed"));
    let introduction = program.introduction();
    assert!(introduction.contains("random, so tokens"), "{introduction}");
    assert!(
        introduction.contains("/api/v1/token/renew"),
        "{introduction}"
    );
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let lines = introduction
        .lines()
        .filter(|line| line.starts_with("curl ") || line.starts_with("TOKEN="));
    let script = lines.collect::<Vec<_>>().join("\n");
    assert_eq!(script.lines().count(), 9, "{introduction}");
    check_walk(&script, "(201) (200) (401) (200) (200) (200) (401) (200)");
    check_walk(&script, "(409) (200) (401) (200) (200) (200) (401) (200)");
}

/// Runs the commands in a shell and compares the statuses of the responses.
#[track_caller]
fn check_walk(script: &str, statuses: &str) {
    let output = Command::new("sh")
        .args(["-c", script])
        .env("no_proxy", "*")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let seen: Vec<&str> = text
        .lines()
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(_, status)| status)
        .filter(|status| status.starts_with('('))
        .collect();
    assert_eq!(seen.join(" "), statuses, "{text}");
    let ada = r#"{"user_id":1,"email":"ada@example.com"} (200)"#;
    assert!(text.contains(ada), "{text}");
    assert!(
        text.contains("Good to see you, ada@example.com. (200)"),
        "{text}"
    );
}
