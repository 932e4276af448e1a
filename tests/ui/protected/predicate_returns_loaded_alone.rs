use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Article;

async fn load(_g: G<User>) -> Loaded<Article> {
    Loaded(Article)
}

#[protected(DELETE, "/articles", guard = load)]
async fn delete(_article: Loaded<Article>) {}

fn main() {}
