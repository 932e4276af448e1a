//! The tags of all articles.

use axum::extract::State;
use jwt_router::whitelist;
use serde::Serialize;

use crate::{database::Db, error::AppError, extract::Json};

#[derive(Serialize)]
struct TagsBody {
    tags: Vec<String>,
}

/// Returns every tag, the most frequent first.
#[whitelist(GET, "/tags")]
async fn tags(State(db): State<Db>) -> Result<Json<TagsBody>, AppError> {
    let rows: Vec<(String,)> = db
        .query("select tag from article_tags group by tag order by count(*) desc, tag")
        .all()
        .await?;
    let tags = rows.into_iter().map(|(tag,)| tag).collect();
    Ok(Json(TagsBody { tags }))
}
