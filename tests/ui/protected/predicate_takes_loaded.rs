use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Article;

async fn owns(_g: G<User>, _article: Loaded<Article>) -> bool {
    true
}

#[protected(DELETE, "/articles", guard = owns)]
async fn delete() {}

fn main() {}
