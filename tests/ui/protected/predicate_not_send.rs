use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

async fn owns(g: G<User>) -> bool {
    let id = std::rc::Rc::new(g.id);
    std::future::ready(()).await;
    *id == 1
}

#[protected(GET, "/posts", guard = owns)]
async fn posts() {}

fn main() {}
