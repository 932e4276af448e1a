//! Comments on articles.

use axum::{extract::State, http::StatusCode};
use jwt_router::{G, Loaded, protected, whitelist};
use serde::{Deserialize, Serialize};

use crate::{
    articles,
    database::{Db, Timestamp},
    error::AppError,
    extract::{Json, Path},
    mistakes::{Member, Mistakes},
    profiles::Profile,
    users::User,
};

#[derive(Serialize, sqlx::FromRow)]
#[serde(rename_all = "camelCase")]
struct Comment {
    #[sqlx(rename = "comment_id")]
    id: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    body: String,
    #[sqlx(flatten)]
    author: Profile,
}

#[derive(Deserialize, Serialize)]
struct CommentBody<T> {
    comment: T,
}

#[derive(Serialize)]
struct CommentsBody {
    comments: Vec<Comment>,
}

/// Selects comments as a reader sees them. `$1` is the key of the reader, or null for a visitor.
macro_rules! select_comments {
    ($rest:literal) => {
        concat!(
            "select c.comment_id, c.created_at, c.updated_at, c.body, u.username, u.bio, u.image,
                 exists (select 1 from follows f where f.follower_id = $1 and f.followed_id = u.user_id) as following
             from comments c join users u on u.user_id = c.author_id ",
            $rest
        )
    };
}

#[whitelist(GET, "/articles/{slug}/comments")]
async fn list(
    g: Option<G<User>>,
    State(db): State<Db>,
    Path(slug): Path<String>,
) -> Result<Json<CommentsBody>, AppError> {
    let article_id = articles::key(&db, &slug).await?;
    let comments = db
        .query(select_comments!(
            "where c.article_id = $2 order by c.comment_id desc"
        ))
        .bind(g.map(|g| g.user_id))
        .bind(article_id)
        .all()
        .await?;
    Ok(Json(CommentsBody { comments }))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewComment {
    body: Member<String>,
}

#[protected(POST, "/articles/{slug}/comments")]
async fn create(
    g: G<User>,
    State(db): State<Db>,
    Path(slug): Path<String>,
    Json(CommentBody { comment: new }): Json<CommentBody<NewComment>>,
) -> Result<(StatusCode, Json<CommentBody<Comment>>), AppError> {
    let mut mistakes = Mistakes::default();
    let Some(body) = mistakes.text("body", new.body) else {
        return Err(AppError::Invalid(mistakes));
    };

    let inserted: Option<(i64,)> = db
        .query(
            "insert into comments (article_id, author_id, body, created_at, updated_at)
             select article_id, $2, $3, $4, $4 from articles where slug = $1
             returning comment_id",
        )
        .bind(slug)
        .bind(g.user_id)
        .bind(body)
        .bind(Timestamp::now())
        .optional()
        .await
        .map_err(articles::not_inserted)?;
    let (comment_id,) = inserted.ok_or(AppError::NotFound("article"))?;
    let comment = db
        .query(select_comments!("where c.comment_id = $2"))
        .bind(g.user_id)
        .bind(comment_id)
        .optional()
        .await?;
    // Comments are deleted with their article.
    let comment = comment.ok_or(AppError::NotFound("article"))?;
    Ok((StatusCode::CREATED, Json(CommentBody { comment })))
}

#[protected(DELETE, "/articles/{slug}/comments/{id}", guard = wrote_comment)]
async fn delete(
    Loaded(own): Loaded<OwnComment>,
    State(db): State<Db>,
) -> Result<StatusCode, AppError> {
    db.query("delete from comments where comment_id = $1")
        .bind(own.comment_id)
        .execute()
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A comment of the caller.
struct OwnComment {
    comment_id: i64,
}

/// Lets in the author of the comment, and hands the comment to the handler.
async fn wrote_comment(
    g: G<User>,
    Path((slug, id)): Path<(String, String)>,
    State(db): State<Db>,
) -> Result<Loaded<OwnComment>, AppError> {
    // Another text than a number is null here, which no comment has as its key.
    let comment_id: Option<i64> = id.parse().ok();
    let found: Option<(Option<i64>, Option<i64>)> = db
        .query(
            "select c.comment_id, c.author_id
             from articles a left join comments c on c.article_id = a.article_id and c.comment_id = $2
             where a.slug = $1",
        )
        .bind(slug)
        .bind(comment_id)
        .optional()
        .await?;
    match found {
        None => Err(AppError::NotFound("article")),
        Some((Some(comment_id), Some(author_id))) if author_id == g.user_id => {
            Ok(Loaded(OwnComment { comment_id }))
        }
        Some((Some(_), _)) => Err(AppError::Forbidden("comment")),
        Some((None, _)) => Err(AppError::NotFound("comment")),
    }
}
