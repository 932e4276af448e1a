use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Article;

struct Comment;

async fn owns(_g: G<User>) -> Option<Loaded<Comment>> {
    Some(Loaded(Comment))
}

#[protected(DELETE, "/articles", guard = owns)]
async fn delete(_article: Loaded<Article>, _g: G<User>) {}

fn main() {}
