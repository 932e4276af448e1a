//! Lessons: teachers and users read them with the same handler.

use axum::{Json, extract::State};
use jwt_router::prelude::*;
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

use crate::{Teacher, User, failure::Failure};

#[derive(Deserialize, Serialize, sqlx::FromRow)]
pub(crate) struct Lesson {
    pub(crate) title: String,
}

/// The lessons that a caller may read, with a line for the page's head.
#[derive(Serialize)]
struct Lessons {
    headline: String,
    lessons: Vec<Lesson>,
}

/// Responds to a user with all lessons, and to a teacher with the teacher's own.
///
/// `any(..)` names both entities, so that a third one is refused here until this handler knows it.
#[protected(GET, "/lessons", entity = any(User, Teacher))]
async fn lessons(g: G, State(db): State<SqlitePool>) -> Result<Json<Lessons>, Failure> {
    let (headline, query) = match (g.get::<User>(), g.get::<Teacher>()) {
        (Some(user), _) => (
            format!("Lessons for {}", user.name),
            sqlx::query_as("select title from lessons order by title"),
        ),
        (_, Some(teacher)) => (
            format!("Lessons by {}", teacher.name),
            sqlx::query_as("select title from lessons where teacher_id = ? order by title")
                .bind(&teacher.teacher_id),
        ),
        (None, None) => return Err(Failure::INTERNAL),
    };
    let lessons = query.fetch_all(&db).await?;
    Ok(Json(Lessons { headline, lessons }))
}
