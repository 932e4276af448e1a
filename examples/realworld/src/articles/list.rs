//! Lists of articles, the newest first.

use std::num::NonZeroU32;

use axum::extract::State;
use jwt_router::{G, protected, whitelist};
use serde::{Deserialize, Serialize};

use super::Preview;
use crate::{
    database::Db,
    error::AppError,
    extract::{Json, Query},
    users::User,
};

const DEFAULT_LIMIT: u32 = 20;
const HIGHEST_LIMIT: u32 = 100;

/// Which part of a list is returned.
#[derive(Deserialize)]
struct Page {
    limit: Option<NonZeroU32>,
    #[serde(default)]
    offset: u32,
}

impl Page {
    fn limit(&self) -> i64 {
        let limit = self.limit.map_or(DEFAULT_LIMIT, NonZeroU32::get);
        limit.min(HIGHEST_LIMIT).into()
    }

    fn offset(&self) -> i64 {
        self.offset.into()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticlesBody {
    articles: Vec<Preview>,
    /// The number of articles on all pages.
    articles_count: i64,
}

/// The articles that have all of these.
#[derive(Deserialize)]
struct Filter {
    tag: Option<String>,
    /// The name of the author.
    author: Option<String>,
    /// The name of a user who has the article among the favorites.
    favorited: Option<String>,
}

/// The condition of a [`Filter`]: `$2` is its tag, `$3` its author, `$4` the user of `favorited`.
macro_rules! matches_filter {
    () => {
        "($2 is null or exists (
             select 1 from article_tags t where t.article_id = a.article_id and t.tag = $2))
         and ($3 is null or u.username = $3)
         and ($4 is null or exists (
             select 1 from favorites f join users fan on fan.user_id = f.user_id
             where f.article_id = a.article_id and fan.username = $4))"
    };
}

#[whitelist(GET, "/articles")]
async fn list(
    g: Option<G<User>>,
    State(db): State<Db>,
    Query(filter): Query<Filter>,
    Query(page): Query<Page>,
) -> Result<Json<ArticlesBody>, AppError> {
    let reader = g.map(|g| g.user_id);
    let articles = db
        .query(concat!(
            "select ",
            preview!(),
            " where ",
            matches_filter!(),
            " order by a.article_id desc limit $5 offset $6"
        ))
        .bind(reader)
        .bind(&filter.tag)
        .bind(&filter.author)
        .bind(&filter.favorited)
        .bind(page.limit())
        .bind(page.offset())
        .all()
        .await?;
    let (articles_count,) = db
        .query(concat!(
            "select count(*) from articles a join users u on u.user_id = a.author_id where ",
            matches_filter!()
        ))
        .bind(reader)
        .bind(&filter.tag)
        .bind(&filter.author)
        .bind(&filter.favorited)
        .one()
        .await?;
    Ok(Json(ArticlesBody {
        articles,
        articles_count,
    }))
}

/// Returns the articles of the users whom the caller follows.
#[protected(GET, "/articles/feed")]
async fn feed(
    g: G<User>,
    State(db): State<Db>,
    Query(page): Query<Page>,
) -> Result<Json<ArticlesBody>, AppError> {
    let articles = db
        .query(concat!(
            "select ",
            preview!(),
            " where a.author_id in (select followed_id from follows where follower_id = $1)
             order by a.article_id desc limit $2 offset $3"
        ))
        .bind(g.user_id)
        .bind(page.limit())
        .bind(page.offset())
        .all()
        .await?;
    let (articles_count,) = db
        .query(
            "select count(*) from articles
             where author_id in (select followed_id from follows where follower_id = $1)",
        )
        .bind(g.user_id)
        .one()
        .await?;
    Ok(Json(ArticlesBody {
        articles,
        articles_count,
    }))
}
