//! Profiles, and who follows whom.

use axum::extract::State;
use jwt_router::{G, protected, whitelist};
use serde::Serialize;

use crate::{
    database::Db,
    error::AppError,
    extract::{Json, Path},
    users::User,
};

/// A user as others see it.
#[derive(Serialize, sqlx::FromRow)]
pub(crate) struct Profile {
    username: String,
    bio: Option<String>,
    image: Option<String>,
    /// Whether the reader follows this user.
    following: bool,
}

#[derive(Serialize)]
struct ProfileBody {
    profile: Profile,
}

#[whitelist(GET, "/profiles/{username}")]
async fn show(
    g: Option<G<User>>,
    State(db): State<Db>,
    Path(username): Path<String>,
) -> Result<Json<ProfileBody>, AppError> {
    profile(&db, g.map(|g| g.user_id), &username).await
}

#[protected(POST, "/profiles/{username}/follow")]
async fn follow(
    g: G<User>,
    State(db): State<Db>,
    Path(username): Path<String>,
) -> Result<Json<ProfileBody>, AppError> {
    db.query(
        "insert into follows (follower_id, followed_id)
         select $1, user_id from users where username = $2
         on conflict do nothing",
    )
    .bind(g.user_id)
    .bind(&username)
    .execute()
    .await?;
    profile(&db, Some(g.user_id), &username).await
}

#[protected(DELETE, "/profiles/{username}/follow")]
async fn unfollow(
    g: G<User>,
    State(db): State<Db>,
    Path(username): Path<String>,
) -> Result<Json<ProfileBody>, AppError> {
    db.query(
        "delete from follows
         where follower_id = $1 and followed_id = (select user_id from users where username = $2)",
    )
    .bind(g.user_id)
    .bind(&username)
    .execute()
    .await?;
    profile(&db, Some(g.user_id), &username).await
}

async fn profile(
    db: &Db,
    reader: Option<i64>,
    username: &str,
) -> Result<Json<ProfileBody>, AppError> {
    let profile = db
        .query(
            "select username, bio, image,
                 exists (select 1 from follows where follower_id = $1 and followed_id = user_id) as following
             from users where username = $2",
        )
        .bind(reader)
        .bind(username)
        .optional()
        .await?;
    let profile = profile.ok_or(AppError::NotFound("profile"))?;
    Ok(Json(ProfileBody { profile }))
}
