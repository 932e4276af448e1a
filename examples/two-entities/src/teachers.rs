//! Teachers: their key is a random text. They write the lessons.

use axum::{Json, extract::State, http::StatusCode};
use jwt_router::prelude::*;
use serde::Serialize;
use sqlx::SqlitePool;

use crate::{
    accounts::{self, Credentials},
    failure::Failure,
    lessons::Lesson,
};

/// A teacher, as tokens with `"table_name": "teachers"` and `"teacher_id": "9f.."` identify one.
#[entity(table = "teachers", key = "teacher_id")]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Teacher {
    /// The primary key.
    pub teacher_id: String,
    /// The name to log in with.
    pub name: String,
}

/// Registers a teacher. A real school would require an invitation here.
#[whitelist(POST, "/teachers/register")]
async fn register(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(new): Json<Credentials>,
) -> Result<(StatusCode, Token), Failure> {
    let insert =
        "insert into teachers (name, password_hash) values (?, ?) returning teacher_id, name";
    let teacher: Teacher = accounts::insert(&db, insert, new).await?;
    Ok((StatusCode::CREATED, jwt.create_token(&teacher)?))
}

#[whitelist(POST, "/teachers/login")]
async fn login(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(credentials): Json<Credentials>,
) -> Result<Token, Failure> {
    let select = "select teacher_id, password_hash from teachers where name = ?";
    let teacher_id: String = accounts::check(&db, select, credentials).await?;
    Ok(jwt.create_token_for::<Teacher>(&teacher_id)?)
}

/// Responds with the teacher; a user's token is refused with 403.
#[protected(GET, "/teachers/me")]
async fn me(g: G<Teacher>) -> Json<Teacher> {
    Json(g.teachers().clone())
}

#[protected(POST, "/lessons")]
async fn add_lesson(
    g: G<Teacher>,
    State(db): State<SqlitePool>,
    Json(lesson): Json<Lesson>,
) -> Result<StatusCode, Failure> {
    sqlx::query("insert into lessons (title, teacher_id) values (?, ?)")
        .bind(lesson.title)
        .bind(&g.teacher_id)
        .execute(&db)
        .await?;
    Ok(StatusCode::CREATED)
}
