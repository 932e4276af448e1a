//! Teachers: their key is a random text. They write the lessons, and one of them is an admin.

use axum::{Json, extract::State, http::StatusCode};
use jwt_router::prelude::*;
use serde::Serialize;
use sqlx::SqlitePool;

use crate::{
    accounts::{self, Credentials},
    failure::Failure,
    lessons::Lesson,
};

/// The roles of teachers.
#[derive(RoleName)]
enum Role {
    Admin,
}

/// A teacher, as tokens with `"table_name": "teachers"` and `"teacher_id": "9f.."` identify one.
#[entity(table = "teachers", key = "teacher_id", roles = Self::roles)]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct Teacher {
    /// The primary key.
    pub teacher_id: String,
    /// The name to log in with.
    pub name: String,
    /// Whether the teacher has the role of an admin.
    pub is_admin: bool,
}

impl Teacher {
    /// Returns the role of the teacher. It is called for each request, with the row that the guard has loaded.
    fn roles(&self) -> Option<Role> {
        self.is_admin.then_some(Role::Admin)
    }
}

/// Registers a teacher; the first one is an admin. A real school would require an invitation here.
#[whitelist(POST, "/teachers/register")]
async fn register(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(new): Json<Credentials>,
) -> Result<(StatusCode, Token), Failure> {
    let insert = "insert into teachers (name, password_hash, is_admin)
         values (?, ?, not exists (select * from teachers))
         returning teacher_id, name, is_admin";
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

/// Responds to an admin with all teachers; the token of another teacher is refused with 403.
#[protected(GET, "/teachers", role = Role::Admin)]
async fn list(
    _admin: G<Teacher>,
    State(db): State<SqlitePool>,
) -> Result<Json<Vec<Teacher>>, Failure> {
    let select = "select teacher_id, name, is_admin from teachers order by name";
    Ok(Json(sqlx::query_as(select).fetch_all(&db).await?))
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
