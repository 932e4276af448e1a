use jwt_router::prelude::*;

#[entity(table = "users", roles = |user: &Self| [&user.role])]
#[derive(Clone)]
struct User {
    id: i64,
    role: String,
}

fn main() {}
