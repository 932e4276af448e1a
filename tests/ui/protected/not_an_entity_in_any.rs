use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Teacher;

#[protected(GET, "/grades", entity = any(User, Teacher))]
async fn grades() {}

fn main() {}
