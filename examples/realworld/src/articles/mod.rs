//! Articles, as readers see them.

/// The columns of a [`Preview`] and their tables. `$1` is the key of the reader, or null for a visitor.
macro_rules! preview {
    () => {
        "a.slug, a.title, a.description, a.created_at, a.updated_at,
         (select string_agg(t.tag, '\n')
          from article_tags t where t.article_id = a.article_id) as tag_list,
         exists (select 1 from favorites f
                 where f.article_id = a.article_id and f.user_id = $1) as favorited,
         (select count(*) from favorites f where f.article_id = a.article_id) as favorites_count,
         u.username, u.bio, u.image,
         exists (select 1 from follows f
                 where f.follower_id = $1 and f.followed_id = u.user_id) as following
         from articles a join users u on u.user_id = a.author_id"
    };
}

mod create;
mod edit;
mod favorites;
mod fields;
mod list;
mod read;
mod slug;
mod tag_list;

use serde::{Deserialize, Serialize};

use self::tag_list::TagList;
use crate::{
    database::{Db, Timestamp},
    error::AppError,
    profiles::Profile,
};

/// An article in a list.
#[derive(Serialize, sqlx::FromRow)]
#[serde(rename_all = "camelCase")]
struct Preview {
    slug: String,
    title: String,
    description: String,
    #[sqlx(try_from = "Option<String>")]
    tag_list: TagList,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Whether it is among the reader's favorites.
    favorited: bool,
    favorites_count: i64,
    #[sqlx(flatten)]
    author: Profile,
}

/// An article by itself.
#[derive(Serialize, sqlx::FromRow)]
struct Article {
    #[serde(flatten)]
    #[sqlx(flatten)]
    preview: Preview,
    body: String,
}

/// `{"article": ..}`, in requests and responses.
#[derive(Deserialize, Serialize)]
struct ArticleBody<T> {
    article: T,
}

/// Returns the article as a reader sees it.
async fn article(
    db: &Db,
    reader: Option<i64>,
    slug: &str,
) -> Result<ArticleBody<Article>, AppError> {
    let article = db
        .query(concat!("select a.body, ", preview!(), " where a.slug = $2"))
        .bind(reader)
        .bind(slug)
        .optional()
        .await?;
    let article = article.ok_or(AppError::NotFound("article"))?;
    Ok(ArticleBody { article })
}

/// Returns the error of an insert that refers to an article, which another request may have deleted meanwhile.
pub(crate) fn not_inserted(error: sqlx::Error) -> AppError {
    match error.as_database_error() {
        Some(refused) if refused.is_foreign_key_violation() => AppError::NotFound("article"),
        _ => error.into(),
    }
}

/// Returns the key of the article.
pub(crate) async fn key(db: &Db, slug: &str) -> Result<i64, AppError> {
    let article: Option<(i64,)> = db
        .query("select article_id from articles where slug = $1")
        .bind(slug)
        .optional()
        .await?;
    let (article_id,) = article.ok_or(AppError::NotFound("article"))?;
    Ok(article_id)
}
