use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

impl User {
    fn is_admin(&self) -> bool {
        self.id == 1
    }
}

#[protected(GET, "/posts", guard = User::is_admin)]
async fn posts() {}

fn main() {}
