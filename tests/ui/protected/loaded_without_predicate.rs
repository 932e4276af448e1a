use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Article;

#[protected(DELETE, "/articles")]
async fn delete(_article: Loaded<Article>, _g: G<User>) {}

fn main() {}
