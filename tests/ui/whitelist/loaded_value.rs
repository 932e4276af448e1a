use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Article;

#[whitelist(GET, "/articles")]
async fn show(_article: Loaded<Article>) {}

fn main() {}
