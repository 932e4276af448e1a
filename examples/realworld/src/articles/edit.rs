//! The author's article: edited and deleted.

use axum::{extract::State, http::StatusCode};
use jwt_router::{G, Loaded, protected};
use serde::Deserialize;

use super::{Article, ArticleBody, TagList, article, fields, slug};
use crate::{
    database::{Db, Timestamp},
    error::AppError,
    extract::{Json, Path},
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
    Loaded(own): Loaded<OwnArticle>,
    State(db): State<Db>,
    Json(ArticleBody { article: changes }): Json<ArticleBody<Changes>>,
) -> Result<Json<ArticleBody<Article>>, AppError> {
    let mut mistakes = Mistakes::default();
    let title = mistakes.changed(changes.title, fields::title);
    let description = mistakes.changed(changes.description, fields::description);
    let body = mistakes.changed(changes.body, fields::body);
    let tags = mistakes.changed(changes.tag_list, TagList::check);
    mistakes.check()?;

    let slug = title.as_deref().map(slug::of).transpose()?;
    let mut transaction = db.begin().await?;
    // The statement compares the titles and keeps the slug: another request may have changed them since the predicate
    // read the article.
    let updated: Option<(i64, String)> = transaction
        .query(
            "update articles set
                 slug = case when title = $3 then slug else coalesce($2, slug) end,
                 title = coalesce($3, title),
                 description = coalesce($4, description),
                 body = coalesce($5, body),
                 updated_at = $6
             where article_id = $1
             returning article_id, slug",
        )
        .bind(own.article_id)
        .bind(slug)
        .bind(title)
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
async fn delete(
    Loaded(own): Loaded<OwnArticle>,
    State(db): State<Db>,
) -> Result<StatusCode, AppError> {
    db.query("delete from articles where article_id = $1")
        .bind(own.article_id)
        .execute()
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An article of the caller.
#[derive(sqlx::FromRow)]
struct OwnArticle {
    article_id: i64,
    author_id: i64,
}

/// Lets in the author of the article, and hands the article to the handler.
async fn is_author(
    g: G<User>,
    Path(slug): Path<String>,
    State(db): State<Db>,
) -> Result<Loaded<OwnArticle>, AppError> {
    let article: Option<OwnArticle> = db
        .query("select article_id, author_id from articles where slug = $1")
        .bind(slug)
        .optional()
        .await?;
    let article = article.ok_or(AppError::NotFound("article"))?;
    if article.author_id != g.user_id {
        return Err(AppError::Forbidden("article"));
    }
    Ok(Loaded(article))
}
