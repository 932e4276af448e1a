//! One article.

use axum::extract::State;
use jwt_router::{G, whitelist};

use super::{Article, ArticleBody, article};
use crate::{
    database::Db,
    error::AppError,
    extract::{Json, Path},
    users::User,
};

#[whitelist(GET, "/articles/{slug}")]
async fn read(
    g: Option<G<User>>,
    State(db): State<Db>,
    Path(slug): Path<String>,
) -> Result<Json<ArticleBody<Article>>, AppError> {
    let reader = g.map(|g| g.user_id);
    Ok(Json(article(&db, reader, &slug).await?))
}
