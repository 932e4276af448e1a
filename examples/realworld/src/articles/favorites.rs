//! The caller's favorites.

use axum::extract::State;
use jwt_router::{G, protected};

use super::{Article, ArticleBody, article, not_inserted};
use crate::{
    database::Db,
    error::AppError,
    extract::{Json, Path},
    users::User,
};

#[protected(POST, "/articles/{slug}/favorite")]
async fn favorite(
    g: G<User>,
    State(db): State<Db>,
    Path(slug): Path<String>,
) -> Result<Json<ArticleBody<Article>>, AppError> {
    db.query(
        "insert into favorites (user_id, article_id)
         select $1, article_id from articles where slug = $2
         on conflict do nothing",
    )
    .bind(g.user_id)
    .bind(&slug)
    .execute()
    .await
    .map_err(not_inserted)?;
    Ok(Json(article(&db, Some(g.user_id), &slug).await?))
}

#[protected(DELETE, "/articles/{slug}/favorite")]
async fn unfavorite(
    g: G<User>,
    State(db): State<Db>,
    Path(slug): Path<String>,
) -> Result<Json<ArticleBody<Article>>, AppError> {
    db.query(
        "delete from favorites
         where user_id = $1 and article_id = (select article_id from articles where slug = $2)",
    )
    .bind(g.user_id)
    .bind(&slug)
    .execute()
    .await?;
    Ok(Json(article(&db, Some(g.user_id), &slug).await?))
}
