//! What only the author of an article may do.

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use jwt_router::{G, protected};
use serde::Deserialize;

use super::{Article, ArticleBody, TagList, article, fields, slug};
use crate::{
    database::{Db, Timestamp},
    error::AppError,
    extract::Json,
    mistakes::{Member, Mistakes},
    users::User,
};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Changes {
    title: Member<String>,
    description: Member<String>,
    body: Member<String>,
    tag_list: Member<Vec<String>>,
}

/// Changes the fields that are in the body. Another title makes another slug.
#[protected(PUT, "/articles/{slug}", guard = is_author)]
async fn update(
    g: G<User>,
    State(db): State<Db>,
    Path(slug): Path<String>,
    Json(ArticleBody { article: changes }): Json<ArticleBody<Changes>>,
) -> Result<Json<ArticleBody<Article>>, AppError> {
    let mut mistakes = Mistakes::default();
    let title = mistakes.changed(changes.title, fields::title);
    let description = mistakes.changed(changes.description, fields::description);
    let body = mistakes.changed(changes.body, fields::body);
    let tags = mistakes.changed(changes.tag_list, TagList::check);
    mistakes.check()?;

    let new_slug = match &title {
        Some(title) => Some(slug::of(title)?),
        None => None,
    };
    let mut transaction = db.begin().await?;
    let updated: Option<(i64, String)> = transaction
        .query(
            "update articles set
                 slug = case when title <> $2 then $3 else slug end,
                 title = coalesce($2, title),
                 description = coalesce($4, description),
                 body = coalesce($5, body),
                 updated_at = $6
             where slug = $1
             returning article_id, slug",
        )
        .bind(slug)
        .bind(title)
        .bind(new_slug)
        .bind(description)
        .bind(body)
        .bind(Timestamp::now())
        .optional()
        .await?;
    let (article_id, slug) = updated.ok_or(AppError::NotFound("article"))?;
    if let Some(tags) = tags {
        transaction
            .query("delete from article_tags where article_id = $1")
            .bind(article_id)
            .execute()
            .await?;
        tags.insert(&mut transaction, article_id).await?;
    }
    transaction.commit().await?;

    Ok(Json(article(&db, Some(g.user_id), &slug).await?))
}

#[protected(DELETE, "/articles/{slug}", guard = is_author)]
async fn delete(State(db): State<Db>, Path(slug): Path<String>) -> Result<StatusCode, AppError> {
    db.query("delete from articles where slug = $1")
        .bind(slug)
        .execute()
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets in the author of the article.
async fn is_author(
    g: G<User>,
    State(db): State<Db>,
    Path(slug): Path<String>,
) -> Result<(), AppError> {
    let author: Option<(i64,)> = db
        .query("select author_id from articles where slug = $1")
        .bind(slug)
        .optional()
        .await?;
    match author {
        None => Err(AppError::NotFound("article")),
        Some((author_id,)) if author_id != g.user_id => Err(AppError::Forbidden("article")),
        Some(_) => Ok(()),
    }
}
