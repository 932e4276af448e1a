//! The program, tested from outside.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use jwt_router::{
    App, JwtRoutes, Secret,
    testing::{assert_policy_lock, authz_matrix},
};
use serde_json::{Value, json};
use sqlx::SqlitePool;
use tower::ServiceExt;
use two_entities::{Teacher, User};

const PASSWORD: &str = "correct horse";

/// A program with an empty database of its own.
struct Program {
    app: App,
    db: SqlitePool,
}

impl Program {
    async fn start() -> Self {
        let db = two_entities::open_database().await.unwrap();
        let jwt = JwtRoutes::builder().secret(Secret::random().unwrap());
        let app = two_entities::app(db.clone(), jwt).unwrap();
        Self { app, db }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 64 * 1024).await.unwrap();
        (status, String::from_utf8(body.into()).unwrap())
    }

    async fn get(&self, path: &str, token: &str) -> (StatusCode, String) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn get_json(&self, path: &str, token: &str) -> Value {
        let (status, text) = self.get(path, token).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str(&text).unwrap()
    }

    async fn post(&self, path: &str, token: Option<&str>, body: Value) -> (StatusCode, String) {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(body.to_string().into()).unwrap())
            .await
    }

    /// Registers an account in this table, and returns its token.
    async fn register(&self, table: &str, name: &str) -> String {
        let path = format!("/api/v1/{table}/register");
        let (status, text) = self.post(&path, None, account(name, PASSWORD)).await;
        assert_eq!(status, StatusCode::CREATED, "{text}");
        token_in(&text)
    }

    async fn log_in(&self, table: &str, name: &str, password: &str) -> (StatusCode, String) {
        let path = format!("/api/v1/{table}/login");
        self.post(&path, None, account(name, password)).await
    }

    async fn add_lesson(&self, token: &str, title: &str) -> StatusCode {
        let lesson = json!({ "title": title });
        self.post("/api/v1/lessons", Some(token), lesson).await.0
    }
}

fn account(name: &str, password: &str) -> Value {
    json!({ "name": name, "password": password })
}

#[track_caller]
fn token_in(text: &str) -> String {
    let json: Value = serde_json::from_str(text).unwrap();
    json["token"].as_str().expect(text).to_owned()
}

#[tokio::test]
async fn the_policy_of_each_route_is_that_of_routes_lock() {
    let program = Program::start().await;
    assert_policy_lock!(program.app.policy(), "routes.lock");
}

#[tokio::test]
async fn each_caller_reaches_only_the_routes_that_routes_lock_opens() {
    let program = Program::start().await;
    program.register("users", "Ada").await;
    program.register("teachers", "Emmy").await; // the first one is an admin
    program.register("teachers", "Lise").await;
    let user = sqlx::query_as("select * from users");
    let user: User = user.fetch_one(&program.db).await.unwrap();
    let teacher = async |name: &str| -> Teacher {
        let teacher = sqlx::query_as("select * from teachers where name = ?").bind(name);
        teacher.fetch_one(&program.db).await.unwrap()
    };
    let (emmy, lise) = (teacher("Emmy").await, teacher("Lise").await);
    let grid = authz_matrix!(program.app, "routes.lock")
        .entity(&user)
        .entity(&emmy)
        .entity(&lise)
        .run()
        .await;
    assert_eq!(grid.cell("GET /api/v1/teachers", "teachers #1"), 200);
    assert_eq!(grid.cell("GET /api/v1/teachers", "teachers #2"), 403);
}

#[tokio::test]
async fn an_admin_who_loses_the_role_is_refused_from_the_next_request_on() {
    let program = Program::start().await;
    let emmy = program.register("teachers", "Emmy").await;
    program.register("teachers", "Lise").await;
    let teachers = program.get_json("/api/v1/teachers", &emmy).await;
    let names = [&teachers[0]["name"], &teachers[1]["name"]];
    assert_eq!(names, ["Emmy", "Lise"]);
    sqlx::query("update teachers set is_admin = 0")
        .execute(&program.db)
        .await
        .unwrap();
    let (status, _) = program.get("/api/v1/teachers", &emmy).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_registered_user_is_identified_by_a_number() {
    let program = Program::start().await;
    let token = program.register("users", "Ada").await;
    let me = program.get_json("/api/v1/users/me", &token).await;
    assert_eq!(me, json!({ "user_id": 1, "name": "Ada" }));
}

#[tokio::test]
async fn a_registered_teacher_is_identified_by_a_text() {
    let program = Program::start().await;
    let token = program.register("teachers", "Emmy").await;
    let me = program.get_json("/api/v1/teachers/me", &token).await;
    assert_eq!(me["name"], "Emmy");
    assert_eq!(me["teacher_id"].as_str().map(str::len), Some(32));
}

#[tokio::test]
async fn a_log_in_returns_a_token_of_the_table() {
    let program = Program::start().await;
    for table in ["users", "teachers"] {
        program.register(table, "Ada").await;
        let (status, text) = program.log_in(table, "Ada", PASSWORD).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        let path = format!("/api/v1/{table}/me");
        let me = program.get_json(&path, &token_in(&text)).await;
        assert_eq!(me["name"], "Ada");
    }
}

#[tokio::test]
async fn a_token_of_the_other_table_is_403() {
    let program = Program::start().await;
    let user = program.register("users", "Ada").await;
    let teacher = program.register("teachers", "Ada").await;
    let (status, _) = program.get("/api/v1/teachers/me", &user).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = program.get("/api/v1/users/me", &teacher).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_account_of_one_table_does_not_log_in_to_the_other() {
    let program = Program::start().await;
    program.register("users", "Ada").await;
    let unknown = program.log_in("teachers", "Ada", PASSWORD).await;
    let wrong = program.log_in("users", "Ada", "wrong horse").await;
    assert_eq!(unknown.0, StatusCode::UNAUTHORIZED);
    assert_eq!(unknown, wrong);
}

#[tokio::test]
async fn a_name_has_one_account_in_each_table() {
    let program = Program::start().await;
    for table in ["users", "teachers"] {
        program.register(table, "Ada").await;
        let path = format!("/api/v1/{table}/register");
        let (status, _) = program.post(&path, None, account(" Ada ", PASSWORD)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{table}");
    }
}

#[tokio::test]
async fn a_name_and_a_password_have_bounds() {
    let program = Program::start().await;
    let (name, password) = ("n".repeat(65), "p".repeat(257));
    for body in [
        account(" ", PASSWORD),
        account(&name, PASSWORD),
        account("Ada", "1234567"),
        account("Ada", &password),
    ] {
        let (status, _) = program.post("/api/v1/users/register", None, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test]
async fn only_teachers_add_lessons() {
    let program = Program::start().await;
    let user = program.register("users", "Ada").await;
    let teacher = program.register("teachers", "Emmy").await;
    let status = program.add_lesson(&user, "Mischief").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let status = program.add_lesson(&teacher, "Algebra").await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn users_read_all_lessons_and_teachers_their_own() {
    let program = Program::start().await;
    let user = program.register("users", "Ada").await;
    let emmy = program.register("teachers", "Emmy").await;
    let lise = program.register("teachers", "Lise").await;
    program.add_lesson(&emmy, "Algebra").await;
    program.add_lesson(&lise, "Physics").await;
    let check = async |token: &str, expected: Value| {
        let lessons = program.get_json("/api/v1/lessons", token).await;
        assert_eq!(lessons, expected);
    };
    let (algebra, physics) = (json!({ "title": "Algebra" }), json!({ "title": "Physics" }));
    let all = json!({ "headline": "Lessons for Ada", "lessons": [algebra, physics] });
    check(&user, all).await;
    let own = json!({ "headline": "Lessons by Emmy", "lessons": [algebra] });
    check(&emmy, own).await;
}

#[tokio::test]
async fn the_token_of_a_deleted_account_is_401() {
    let program = Program::start().await;
    for table in ["users", "teachers"] {
        let token = program.register(table, "Ada").await;
        sqlx::raw_sql("delete from users; delete from teachers")
            .execute(&program.db)
            .await
            .unwrap();
        // The next account of the table does not inherit the token.
        program.register(table, "Bob").await;
        for path in [&*format!("/api/v1/{table}/me"), "/api/v1/lessons"] {
            let (status, _) = program.get(path, &token).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

/// The built program, killed when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn the_printed_commands_work_as_printed() {
    let child = Command::new(env!("CARGO_BIN_EXE_two-entities"))
        .env("PORT", "0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut program = Running(child.unwrap());
    let mut output = BufReader::new(program.0.stdout.take().unwrap());
    let mut text = String::new();
    while !text.ends_with("no teacher.\n") {
        assert_ne!(output.read_line(&mut text).unwrap(), 0, "{text}");
    }
    if Command::new("curl").arg("--version").output().is_err() {
        return;
    }
    let is_command = |line: &&str| line.starts_with("curl ") || line.contains("_TOKEN=");
    let script: Vec<&str> = text.lines().filter(is_command).collect();
    let output = Command::new("sh")
        .args(["-c", &script.join("\n")])
        .env("no_proxy", "*")
        .output()
        .unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    let statuses: Vec<&str> = output
        .lines()
        .filter_map(|line| Some(line.rsplit_once('(')?.1))
        .collect();
    let expected = [
        "200)", "403)", "201)", "403)", "200)", "200)", "200)", "200)", "401)",
    ];
    assert_eq!(statuses, expected, "{output}");
}
