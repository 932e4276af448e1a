//! A new article.

use axum::{extract::State, http::StatusCode};
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
struct NewArticle {
    title: Member<String>,
    description: Member<String>,
    body: Member<String>,
    tag_list: Member<Vec<String>>,
}

#[protected(POST, "/articles")]
async fn create(
    g: G<User>,
    State(db): State<Db>,
    Json(ArticleBody { article: new }): Json<ArticleBody<NewArticle>>,
) -> Result<(StatusCode, Json<ArticleBody<Article>>), AppError> {
    let mut mistakes = Mistakes::default();
    let title = fields::title(new.title, &mut mistakes);
    let description = fields::description(new.description, &mut mistakes);
    let body = fields::body(new.body, &mut mistakes);
    let tags = match new.tag_list {
        Member::Absent => Some(TagList::default()),
        tags => TagList::check(tags, &mut mistakes),
    };
    let (Some(title), Some(description), Some(body), Some(tags)) = (title, description, body, tags)
    else {
        return Err(AppError::Invalid(mistakes));
    };

    let slug = slug::of(&title)?;
    let mut transaction = db.begin().await?;
    let (article_id,): (i64,) = transaction
        .query(
            "insert into articles (author_id, slug, title, description, body, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $6) returning article_id",
        )
        .bind(g.user_id)
        .bind(&slug)
        .bind(title)
        .bind(description)
        .bind(body)
        .bind(Timestamp::now())
        .one()
        .await?;
    tags.insert(&mut transaction, article_id).await?;
    transaction.commit().await?;

    let created = article(&db, Some(g.user_id), &slug).await?;
    Ok((StatusCode::CREATED, Json(created)))
}
